using System.Security.Cryptography;
using Signet.Shared.Posix;

namespace Signet.Storage.Directories;

/// <summary>
/// A file that is whole and synchronised before it gets the name under which others look for it. While it is open it is locked (flock), by
/// which a store that opens beside this one tells it from a leftover.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly string _path;
    private FileStream? _stream;
    private bool _hasTemporaryName = true;

    private TemporaryFile(string path, FileStream stream)
    {
        _path = path;
        _stream = stream;
    }

    public static TemporaryFile Write(string directory, ReadOnlySpan<byte> octets, UnixFileMode mode)
    {
        string path = Path.Combine(directory, RandomNumberGenerator.GetHexString(32, lowercase: true));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            // The mode holds for later opens; this descriptor may write all the same.
            options.UnixCreateMode = mode;
        }

        var file = new TemporaryFile(path, new FileStream(path, options));
        try
        {
            file._stream!.Write(octets);
            file._stream.Flush(flushToDisk: true);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Removes a file that nobody is writing.</summary>
    public static void RemoveLeftover(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None))
            {
                File.Delete(path);
            }
        }
        catch (FileNotFoundException)
        {
            // Its writer finished in between.
        }
        catch (IOException) when (File.Exists(path))
        {
            // Locked by a live writer, or (on Windows) open: the next open tries again. A leftover costs space, never correctness.
        }
    }

    public bool TryLinkTo(string path)
    {
        if (PosixFile.IsSupported)
        {
            return PosixFile.TryLink(_path, path);
        }

        Close();
        try
        {
            File.Move(_path, path, overwrite: false);
            _hasTemporaryName = false;
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    public void RenameTo(string path)
    {
        if (PosixFile.IsSupported)
        {
            PosixFile.Rename(_path, path);
        }
        else
        {
            Close();
            File.Move(_path, path, overwrite: true);
        }

        _hasTemporaryName = false;
    }

    public void Dispose()
    {
        try
        {
            if (_hasTemporaryName)
            {
                File.Delete(_path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The outcome is known and stands; the next open removes the leftover.
        }

        Close();
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }
}
