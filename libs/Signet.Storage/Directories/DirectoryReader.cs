using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using Signet.Shared.Posix;

namespace Signet.Storage.Directories;

/// <summary>
/// Reads what a <see cref="DirectoryStore"/> wrote. Opens nothing for writing and creates nothing, so it can be given a read-only mount.
/// A symbolic link in an object's place is refused, never followed.
/// </summary>
public sealed class DirectoryReader : ISegmentReader, IDerivedReader
{
    private static readonly EnumerationOptions Flat = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    private static readonly EnumerationOptions Deep = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
        RecurseSubdirectories = true,
        MaxRecursionDepth = 64,
    };

    private readonly DirectoryLayout _layout;

    internal DirectoryReader(DirectoryLayout layout)
    {
        _layout = layout;
    }

    /// <inheritdoc/>
    public StoreProtection Protection => StoreProtection.NotWriteProtected;

    /// <summary>Opens the store below <paramref name="root"/>.</summary>
    /// <exception cref="StoreException">There is no such directory: a wrong path must not pass for an empty store.</exception>
    public static DirectoryReader Open(string root)
    {
        var layout = new DirectoryLayout(root);
        return Directory.Exists(layout.Root)
            ? new DirectoryReader(layout)
            : throw new StoreException("The store's directory does not exist or can't be opened.");
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) =>
        EnumerateAsync(ListLogs, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        return EnumerateAsync(() => ListSegments(logId), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>One pass over the directory, which has no order to search in; nothing is kept of it but the highest number.</remarks>
    public async ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await Task.Run(() => FindLastSegment(logId), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException("The store could not be listed.", exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        return ReadFileAsync(_layout.Segment(logId, segment), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessName(name);
        return ReadFileAsync(_layout.DerivedObject(logId, name), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessPrefix(prefix);
        return EnumerateAsync(() => ListDerived(logId, prefix), cancellationToken);
    }

    private List<string> ListLogs()
    {
        List<string> logs = [];
        foreach (string path in Entries(_layout.Logs, Flat))
        {
            string name = Path.GetFileName(path);
            if (StoreNames.IsLogId(name) && Directory.Exists(_layout.SegmentsOf(name)))
            {
                logs.Add(name);
            }
        }

        logs.Sort(StringComparer.Ordinal);
        return logs;
    }

    private List<long> ListSegments(string logId)
    {
        // Whatever stands in a slot is listed, also a link or a directory: reading it then fails, which a reader must hear of.
        List<long> segments = [];
        foreach (string path in Entries(_layout.SegmentsOf(logId), Flat))
        {
            if (StoreNames.TryParseSegmentFile(Path.GetFileName(path.AsSpan()), out long segment))
            {
                segments.Add(segment);
            }
        }

        segments.Sort();
        return segments;
    }

    private long? FindLastSegment(string logId)
    {
        long? last = null;
        string directory = _layout.SegmentsOf(logId);
        if (!Directory.Exists(directory))
        {
            return last;
        }

        foreach (string path in Directory.EnumerateFileSystemEntries(directory, "*", Flat))
        {
            if (StoreNames.TryParseSegmentFile(Path.GetFileName(path.AsSpan()), out long segment) && !(segment <= last))
            {
                last = segment;
            }
        }

        return last;
    }

    private List<string> ListDerived(string logId, string prefix)
    {
        string root = _layout.DerivedOf(logId);
        int slash = prefix.LastIndexOf('/');
        string start = slash < 0 ? root : Path.Combine(root, prefix[..slash]);
        List<string> names = [];
        foreach (string path in Entries(start, Deep))
        {
            string name = path[(root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/');
            if (name.StartsWith(prefix, StringComparison.Ordinal) && StoreNames.IsName(name) && !Directory.Exists(path))
            {
                names.Add(name);
            }
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static string[] Entries(string directory, EnumerationOptions options)
    {
        try
        {
            return Directory.GetFileSystemEntries(directory, "*", options);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static async IAsyncEnumerable<T> EnumerateAsync<T>(
        Func<List<T>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<T> items;
        try
        {
            items = await Task.Run(list, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException("The store could not be listed.", exception);
        }

        foreach (T item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using SafeFileHandle? handle = OpenRead(path);
            return handle is null ? null : await ReadWholeAsync(handle, cancellationToken);
        }
        catch (StoreException)
        {
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new StoreException("An object could not be read.", exception);
        }
    }

    private static SafeFileHandle? OpenRead(string path)
    {
        if (PosixFile.IsSupported)
        {
            return PosixFile.OpenRead(path);
        }

        // Windows has no open that refuses links; whoever can plant one between these lines can also write the objects themselves.
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        return file.LinkTarget is null
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete)
            : throw new StoreException("A link stands in an object's place.");
    }

    private static async ValueTask<ReadOnlyMemory<byte>?> ReadWholeAsync(SafeFileHandle handle, CancellationToken cancellationToken)
    {
        if (File.GetAttributes(handle).HasFlag(FileAttributes.Directory))
        {
            throw new StoreException("A directory stands in an object's place.");
        }

        long length = RandomAccess.GetLength(handle);
        if (length > StoreLimits.MaxReadBytes)
        {
            throw new StoreException($"An object is larger than {StoreLimits.MaxReadBytes} octets.");
        }

        byte[] octets = GC.AllocateUninitializedArray<byte>((int)length);
        int read = 0;
        while (read < octets.Length)
        {
            int count = await RandomAccess.ReadAsync(handle, octets.AsMemory(read), read, cancellationToken);
            if (count == 0)
            {
                throw new StoreException("An object shrank while it was read.");
            }

            read += count;
        }

        return octets;
    }
}
