using Microsoft.Win32.SafeHandles;
using Signet.Shared.Posix;

namespace Signet.Hosting.Keys;

/// <summary>Opens files that hold secrets, and refuses those that others can reach.</summary>
internal static class KeyFileAccess
{
    private const UnixFileMode ForbiddenToOthers =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;

    private const UnixFileMode ForbiddenToGroup = UnixFileMode.GroupRead | UnixFileMode.GroupExecute;

    /// <summary>The file, open for reading, or null when there is none.</summary>
    /// <exception cref="KeyFileException">It is a directory, or open to others.</exception>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static SafeFileHandle? Open(string path, KeyFileOrigin origin)
    {
        SafeFileHandle? handle = PosixFile.IsSupported
            ? PosixFile.OpenRead(path, followLink: origin == KeyFileOrigin.MountedSecret)
            : OpenOnWindows(path, origin);
        try
        {
            if (handle is not null)
            {
                ThrowIfAccessible(handle, path, origin);
            }
        }
        catch
        {
            handle!.Dispose();
            throw;
        }

        return handle;
    }

    private static SafeFileHandle? OpenOnWindows(string path, KeyFileOrigin origin)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        return file.LinkTarget is null || origin == KeyFileOrigin.MountedSecret
            ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read)
            : throw new KeyFileException($"The key file '{path}' is a symbolic link.");
    }

    private static void ThrowIfAccessible(SafeFileHandle handle, string path, KeyFileOrigin origin)
    {
        if (File.GetAttributes(handle).HasFlag(FileAttributes.Directory))
        {
            throw new KeyFileException($"The key file '{path}' is a directory.");
        }

        // Windows has no such modes; there the access control list of the directory is the operator's matter.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        UnixFileMode forbidden = origin == KeyFileOrigin.Own ? ForbiddenToOthers | ForbiddenToGroup : ForbiddenToOthers;
        if ((File.GetUnixFileMode(handle) & forbidden) != 0)
        {
            throw new KeyFileException($"The key file '{path}' is open to others than its owner: set its mode to 0600, and consider the key known.");
        }
    }
}
