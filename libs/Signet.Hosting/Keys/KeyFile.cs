using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Signet.Shared.Posix;

namespace Signet.Hosting.Keys;

/// <summary>
/// Secrets in files: lowercase hex and one LF, mode 0600. Buffers that held a secret are overwritten; the arrays returned are pinned, so that
/// the collector leaves no copies, and the caller overwrites them when done.
/// </summary>
public static class KeyFile
{
    /// <summary>The shortest secret: 16 octets.</summary>
    public const int MinSecretOctets = 16;

    /// <summary>The longest secret: 4,096 octets.</summary>
    public const int MaxSecretOctets = 4096;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    private const UnixFileMode FileModeOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryModeOwner = FileModeOwner | UnixFileMode.UserExecute;

    /// <summary>
    /// The secret in the file, which is created with random octets when there is none. Of several processes that create at once one wins and
    /// all return its secret. The file is whole and durable before anybody can read it under its name.
    /// </summary>
    /// <param name="path">The file; missing directories above it are created with mode 0700.</param>
    /// <param name="length">The exact length of the secret in octets, 16 to 4,096.</param>
    /// <exception cref="KeyFileException">The file can't be created, or what stands there can't be used.</exception>
    public static byte[] LoadOrCreateSecret(string path, int length)
    {
        ThrowUnlessLength(length);
        if (TryLoad(path, length, length, KeyFileOrigin.Own) is { } secret)
        {
            return secret;
        }

        secret = NewBuffer(length);
        RandomNumberGenerator.Fill(secret);
        try
        {
            if (TryCreateSecret(path, secret))
            {
                return secret;
            }
        }
        catch
        {
            CryptographicOperations.ZeroMemory(secret);
            throw;
        }

        CryptographicOperations.ZeroMemory(secret);
        return LoadSecret(path, length, length);
    }

    /// <summary>The secret in an existing file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="minLength">The least length in octets, at least 16.</param>
    /// <param name="maxLength">The greatest length in octets, at most 4,096.</param>
    /// <param name="origin">Who put the file there.</param>
    /// <exception cref="KeyFileException">There is no such file, or it can't be used.</exception>
    public static byte[] LoadSecret(string path, int minLength, int maxLength, KeyFileOrigin origin = KeyFileOrigin.Own)
    {
        ThrowUnlessLength(minLength);
        ThrowUnlessLength(maxLength);
        return TryLoad(path, minLength, maxLength, origin) ?? throw new KeyFileException($"The key file '{path}' does not exist.");
    }

    /// <summary>Stores a secret in a new file. Nothing is ever replaced.</summary>
    /// <returns>False when something stands there already, whatever it is.</returns>
    /// <exception cref="KeyFileException">The file could not be stored durably; it may be there all the same.</exception>
    public static bool TryCreateSecret(string path, ReadOnlySpan<byte> secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ThrowUnlessLength(secret.Length);
        byte[] text = NewBuffer((secret.Length * 2) + 1);
        try
        {
            Convert.TryToHexStringLower(secret, text, out int written);
            text[written] = (byte)'\n';
            return TryCreate(Path.GetFullPath(path), text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The key file '{path}' could not be stored.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static bool TryCreate(string path, ReadOnlySpan<byte> text)
    {
        string directory = Path.GetDirectoryName(path)!;
        CreateDirectory(directory);

        // A crash before the link leaves a nameless-to-all temporary file; after it, the whole key.
        string temporary = $"{path}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileModeOwner;
        }

        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(text);
                stream.Flush(flushToDisk: true);
            }

            bool created = TryName(temporary, path);
            if (PosixFile.IsSupported)
            {
                // Also when another process was first: it may not have got this far, and its key is about to be used here.
                PosixFile.FlushDirectory(directory);
            }

            return created;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool TryName(string temporary, string path)
    {
        if (PosixFile.IsSupported)
        {
            return PosixFile.TryLink(temporary, path);
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void CreateDirectory(string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        string? parent = Path.GetDirectoryName(directory);
        if (parent is not null)
        {
            CreateDirectory(parent);
        }

        Directory.CreateDirectory(directory, DirectoryModeOwner);
        if (parent is not null)
        {
            PosixFile.FlushDirectory(parent);
        }
    }

    private static byte[]? TryLoad(string path, int minLength, int maxLength, KeyFileOrigin origin)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[]? text = null;
        try
        {
            using SafeFileHandle? handle = KeyFileAccess.Open(path, origin);
            if (handle is null)
            {
                return null;
            }

            text = ReadText(handle, path, maxLength);
            return Decode(text, path, minLength);
        }
        catch (Exception exception) when (exception is IOException and not KeyFileException
            or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KeyFileException($"The key file '{path}' can't be read, or is a symbolic link.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static byte[] ReadText(SafeFileHandle handle, string path, int maxLength)
    {
        long length = RandomAccess.GetLength(handle);
        if (length > (maxLength * 2) + 1)
        {
            throw new KeyFileException($"The key file '{path}' is longer than expected.");
        }

        byte[] text = NewBuffer((int)length);
        int read = 0;
        while (read < text.Length)
        {
            int count = RandomAccess.Read(handle, text.AsSpan(read), read);
            if (count == 0)
            {
                throw new KeyFileException($"The key file '{path}' shrank while it was read.");
            }

            read += count;
        }

        return text;
    }

    private static byte[] Decode(ReadOnlySpan<byte> text, string path, int minLength)
    {
        ReadOnlySpan<byte> digits = text.EndsWith("\n"u8) ? text[..^1] : default;
        if (digits.Length < minLength * 2 || digits.Length % 2 != 0 || digits.ContainsAnyExcept(HexDigits))
        {
            throw new KeyFileException($"The key file '{path}' does not hold one line of lowercase hex of the expected length.");
        }

        byte[] secret = NewBuffer(digits.Length / 2);
        Convert.FromHexString(digits, secret, out _, out _);
        return secret;
    }

    private static byte[] NewBuffer(int length) => GC.AllocateArray<byte>(length, pinned: true);

    private static void ThrowUnlessLength(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, MinSecretOctets);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxSecretOctets);
    }
}
