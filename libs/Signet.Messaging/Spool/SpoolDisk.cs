using System.Globalization;
using Signet.Shared.Posix;

namespace Signet.Messaging.Spool;

/// <summary>
/// A directory on disk: <c>{number:d20}.spool</c> for each segment, <c>cursor</c> and <c>lock</c>. The directory is created with mode 0700, files
/// with 0600. The lock is the kernel's, so it is gone with the process that held it.
/// </summary>
internal sealed class SpoolDisk : ISpoolDisk
{
    private const string Extension = ".spool";
    private const int Digits = 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly FileStream _lock;

    private SpoolDisk(string path, FileStream held) => (_path, _lock) = (path, held);

    /// <exception cref="SpoolException">Another process holds the directory, or it can't be used.</exception>
    public static SpoolDisk Open(string path)
    {
        try
        {
            CreateDirectory(path);
            var held = OpenFile(
                Path.Combine(path, "lock"), FileMode.OpenOrCreate, PosixFile.IsSupported ? FileShare.ReadWrite | FileShare.Delete : FileShare.None);
            if (PosixFile.IsSupported && !PosixFile.TryLock(held.SafeFileHandle))
            {
                held.Dispose();
                throw InUse();
            }

            return new SpoolDisk(path, held);
        }
        catch (IOException exception) when (exception.HResult == PosixFile.WouldBlock)
        {
            // Opening takes a shared lock of its own.
            throw InUse();
        }
        catch (Exception exception) when (exception is (IOException and not SpoolException) or UnauthorizedAccessException)
        {
            throw new SpoolException("The spool's directory can't be opened, created, locked or written.", exception);
        }
    }

    public IReadOnlyList<long> Segments() => Guard(() =>
    {
        List<long> numbers = [];
        foreach (string path in Directory.EnumerateFiles(_path, "*" + Extension))
        {
            var name = Path.GetFileNameWithoutExtension(path.AsSpan());
            if (name.Length == Digits && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    });

    public ISpoolFile CreateSegment(long number) => Guard(() => new SpoolFile(OpenFile(PathOf(number), FileMode.CreateNew)));

    public ISpoolFile OpenSegment(long number) => Guard(() => new SpoolFile(OpenFile(PathOf(number), FileMode.Open)));

    public ISpoolFile OpenCursor() => Guard(() => new SpoolFile(OpenFile(Path.Combine(_path, "cursor"), FileMode.OpenOrCreate)));

    public void RemoveSegment(long number) => Guard(() =>
    {
        File.Delete(PathOf(number));
        return number;
    });

    public void Flush()
    {
        if (PosixFile.IsSupported)
        {
            PosixFile.FlushDirectory(_path);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static SpoolException InUse() => new("The spool is in use: each process has a spool directory of its own.");

    private static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        PosixFile.FlushDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");
    }

    private static FileStream OpenFile(string path, FileMode mode, FileShare share = FileShare.ReadWrite | FileShare.Delete)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new IOException("A link stands in the place of a spool's file.");
        }

        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    private string PathOf(long number) => Path.Combine(_path, number.ToString("d20", CultureInfo.InvariantCulture) + Extension);

    private static T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("A spool's file can't be opened or written.", exception);
        }
    }
}
