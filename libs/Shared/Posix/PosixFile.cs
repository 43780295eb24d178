using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Signet.Shared.Posix;

/// <summary>
/// The few system calls that durable, exclusive file handling needs and .NET does not offer. Compiled into each assembly that uses it;
/// Linux and macOS only.
/// </summary>
internal static partial class PosixFile
{
    /// <summary>No such file or directory (the same number on Linux and macOS, as are the ones below).</summary>
    public const int NoEntry = 2;

    /// <summary>The name exists already.</summary>
    public const int Exists = 17;

    private const int CallInterrupted = 4;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int FullFsyncMacOS = 51;

    /// <summary>Another holds the lock.</summary>
    public static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>False on Windows, where callers use their documented fall-back.</summary>
    public static bool IsSupported => !OperatingSystem.IsWindows();

    // O_RDONLY is 0 everywhere; the other flags differ by system and, on Linux, by processor family.
    private static int NoFollow => OperatingSystem.IsMacOS() ? 0x100 : UsesArmFlags ? 0x8000 : 0x20000;

    private static int DirectoryOnly => OperatingSystem.IsMacOS() ? 0x100000 : UsesArmFlags ? 0x4000 : 0x10000;

    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    private static int NonBlocking => OperatingSystem.IsMacOS() ? 0x4 : 0x800;

    private static bool UsesArmFlags =>
        RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Ppc64le;

    /// <summary>
    /// Opens a file for reading and refuses a symbolic link at the last component. A FIFO doesn't block the caller.
    /// </summary>
    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="IOException">The file could not be opened, or is a symbolic link.</exception>
    public static SafeFileHandle? OpenRead(string path, bool followLink = false)
    {
        int descriptor = OpenRetrying(path, CloseOnExec | NonBlocking | (followLink ? 0 : NoFollow));
        if (descriptor >= 0)
        {
            return new SafeFileHandle(descriptor, ownsHandle: true);
        }

        int error = Marshal.GetLastPInvokeError();
        return error == NoEntry ? null : throw Failure("open", error);
    }

    /// <summary>Makes the entries of a directory durable.</summary>
    /// <exception cref="IOException">The directory could not be synchronised; nothing is known of its entries.</exception>
    public static void FlushDirectory(string path)
    {
        int descriptor = OpenRetrying(path, CloseOnExec | DirectoryOnly);
        if (descriptor < 0)
        {
            throw Failure("open directory", Marshal.GetLastPInvokeError());
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        // macOS: fsync leaves data in the drive's own cache; F_FULLFSYNC doesn't.
        int result = OperatingSystem.IsMacOS() ? FileControl(descriptor, FullFsyncMacOS) : Fsync(descriptor);
        if (result != 0)
        {
            throw Failure("fsync directory", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Gives a file a second name, atomically. Never replaces anything, not even a symbolic link.</summary>
    /// <returns>False when <paramref name="newPath"/> exists.</returns>
    /// <exception cref="IOException">Any other failure.</exception>
    public static bool TryLink(string existingPath, string newPath)
    {
        if (Link(existingPath, newPath) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == Exists ? false : throw Failure("link", error);
    }

    /// <summary>Gives a file another name in place of whatever had it, atomically. A symbolic link is replaced, not followed.</summary>
    /// <exception cref="IOException">The file could not be renamed.</exception>
    public static void Rename(string oldPath, string newPath)
    {
        if (RenameFile(oldPath, newPath) != 0)
        {
            throw Failure("rename", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Locks an open file for this process alone, until the handle is closed or the process ends, however it ends.</summary>
    /// <returns>False when another holds the lock.</returns>
    /// <exception cref="IOException">The file can't be locked.</exception>
    public static bool TryLock(SafeFileHandle file)
    {
        if (FileLock(file, LockExclusive | LockNonBlocking) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == WouldBlock ? false : throw Failure("flock", error);
    }

    private static int OpenRetrying(string path, int flags)
    {
        int descriptor;
        do
        {
            descriptor = Open(path, flags);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == CallInterrupted);
        return descriptor;
    }

    private static IOException Failure(string call, int error) => new($"{call}: {Marshal.GetPInvokeErrorMessage(error)} ({error})");

    // open and fcntl are variadic in C; the optional argument isn't used, so the fixed ones are passed as any other call's.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FileLock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string existingPath, string newPath);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameFile(string oldPath, string newPath);
}
