using System.Collections.Concurrent;
using Signet.Shared.Posix;

namespace Signet.Storage.Directories;

/// <summary>
/// Segments and derived objects as files below one root (ledger format 1, section 4, "Directory store"). It can't lock what it holds:
/// reports say "not write-protected". Directories have mode 0700, derived objects 0600, segments 0400.
/// </summary>
/// <remarks>
/// How a slot is filled, and what a crash leaves behind:
/// <list type="number">
/// <item>a temporary file is written and synchronised; after a crash it is a leftover that the next <see cref="Open"/> removes;</item>
/// <item>link(2) gives it the slot's name, which fails if that exists; after a crash the slot is empty or holds the whole segment;</item>
/// <item>the slot's directory is synchronised; from here on the segment outlives a loss of power, and only now the caller is told;</item>
/// <item>the temporary name is removed; a crash before that leaves a second name for the same file, which the next open removes.</item>
/// </list>
/// On Windows there is neither link(2) nor a directory to synchronise: the file is flushed and then moved without replacing anything.
/// A loss of power can there undo a move that was already reported; use that platform for trials only.
/// </remarks>
public sealed class DirectoryStore : ISegmentStore, IDerivedStore
{
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode SegmentMode = UnixFileMode.UserRead;
    private const UnixFileMode DerivedMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryLayout _layout;
    private readonly DirectoryReader _reader;

    // A writer waits for one segment at a time, and must not wait behind what can be made again.
    private readonly DiskThreads _segmentThreads = new("segments", most: 2);
    private readonly DiskThreads _derivedThreads = new("derived objects", most: 4);

    // Directories that this instance knows to exist durably.
    private readonly ConcurrentDictionary<string, bool> _settled = new(StringComparer.Ordinal);

    // Segment directories in which a name was made that may not be durable yet: nothing is read from them before they are synchronised,
    // or a writer that reads its slot back after a doubt would take for stored what a loss of power can still undo.
    private readonly ConcurrentDictionary<string, bool> _unsettled = new(StringComparer.Ordinal);

    private DirectoryStore(DirectoryLayout layout)
    {
        _layout = layout;
        _reader = new DirectoryReader(layout);
    }

    /// <inheritdoc/>
    public StoreProtection Protection => StoreProtection.NotWriteProtected;

    /// <summary>
    /// Opens the store below <paramref name="root"/>, which is created when missing. Removes what a crashed writer left in <c>tmp</c>, but not
    /// what a live one is writing, and makes durable what a crashed writer may have linked without synchronising.
    /// </summary>
    /// <exception cref="StoreException">The directory could not be created, cleaned or synchronised.</exception>
    public static DirectoryStore Open(string root)
    {
        var store = new DirectoryStore(new DirectoryLayout(root));
        Guard("The store could not be opened.", () =>
        {
            store.SettleRoot();
            store.SettleDirectory(store._layout.Temporary);
            store.SettleDirectory(store._layout.Logs);
            store.SettleDirectory(store._layout.Derived);
            store.RemoveLeftovers();
            store.SettleExistingLogs();
            return true;
        });
        return store;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => _reader.ListLogsAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) =>
        _reader.ListSegmentsAsync(logId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) =>
        _reader.FindLastSegmentAsync(logId, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        string directory = _layout.SegmentsOf(logId);
        if (_unsettled.ContainsKey(directory))
        {
            await RunAsync(_segmentThreads, "A segment directory could not be synchronised.", () => FlushSegments(directory), cancellationToken);
        }

        return await _reader.ReadSegmentAsync(logId, segment, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        StoreNames.ThrowIfTooLarge(octets);
        return await RunAsync(_segmentThreads, "A segment could not be stored.", () => Create(logId, segment, octets), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
        _reader.ReadAsync(logId, name, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) =>
        _reader.ListAsync(logId, prefix, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessName(name);
        StoreNames.ThrowIfTooLarge(octets);
        await RunAsync(_derivedThreads, "A derived object could not be stored.", () => Replace(logId, name, octets), cancellationToken);
    }

    private SlotOutcome Create(string logId, long segment, ReadOnlyMemory<byte> octets)
    {
        string directory = _layout.SegmentsOf(logId);
        SettleDirectory(directory);
        string slot = _layout.Segment(logId, segment);
        using var temporary = TemporaryFile.Write(_layout.Temporary, octets.Span, SegmentMode);
        _unsettled[directory] = true;
        bool created = temporary.TryLinkTo(slot);

        // Also when the slot was taken: its holder may have crashed before this line, and a writer that finds its own octets there goes on.
        FlushSegments(directory);
        return created ? SlotOutcome.Created : SlotOutcome.Occupied;
    }

    private bool Replace(string logId, string name, ReadOnlyMemory<byte> octets)
    {
        string path = _layout.DerivedObject(logId, name);
        string directory = Path.GetDirectoryName(path)!;
        SettleDirectory(directory);
        using var temporary = TemporaryFile.Write(_layout.Temporary, octets.Span, DerivedMode);
        temporary.RenameTo(path);
        Flush(directory);
        return true;
    }

    private bool FlushSegments(string directory)
    {
        // Removed first: a create that links after the flush began sets the mark again.
        _unsettled.TryRemove(directory, out _);
        try
        {
            Flush(directory);
            return true;
        }
        catch
        {
            _unsettled[directory] = true;
            throw;
        }
    }

    private void SettleRoot()
    {
        var missing = new Stack<string>();
        string? path = _layout.Root;
        while (path is not null && !Directory.Exists(path))
        {
            missing.Push(path);
            path = Path.GetDirectoryName(path);
        }

        while (missing.TryPop(out string? next))
        {
            CreateDirectory(next);
            Flush(Path.GetDirectoryName(next)!);
        }

        _settled[_layout.Root] = true;
    }

    // Synchronises the parent also when the directory exists: whoever created it may not have got that far.
    private void SettleDirectory(string path)
    {
        if (_settled.ContainsKey(path))
        {
            return;
        }

        string parent = Path.GetDirectoryName(path)!;
        SettleDirectory(parent);
        CreateDirectory(path);
        Flush(parent);
        _settled[path] = true;
    }

    private void RemoveLeftovers()
    {
        foreach (string path in Directory.GetFiles(_layout.Temporary))
        {
            TemporaryFile.RemoveLeftover(path);
        }
    }

    private void SettleExistingLogs()
    {
        foreach (string path in Directory.GetDirectories(_layout.Logs))
        {
            string name = Path.GetFileName(path);
            string segments = _layout.SegmentsOf(name);
            if (StoreNames.IsLogId(name) && Directory.Exists(segments))
            {
                SettleDirectory(segments);
                Flush(segments);
            }
        }
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, DirectoryMode);
        }
    }

    private static void Flush(string directory)
    {
        if (PosixFile.IsSupported)
        {
            PosixFile.FlushDirectory(directory);
        }
    }

    // Once begun, a write is carried through: a cancelled caller must not turn a known outcome into a doubt.
    private static async ValueTask<T> RunAsync<T>(DiskThreads threads, string failure, Func<T> action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await threads.RunAsync(() => Guard(failure, action));
    }

    private static T Guard<T>(string failure, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is IOException and not StoreException or UnauthorizedAccessException)
        {
            throw new StoreException(failure, exception);
        }
    }
}
