using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Signet.Hosting.Keys;

/// <summary>
/// A key that others gave out, as one line of text in a file. White space around it is dropped. A link is followed, since a mounted
/// Kubernetes Secret is one; others than owner and group may not reach the file.
/// </summary>
public static class ApiKeyFile
{
    /// <summary>The longest key: 8,192 characters.</summary>
    public const int MaxLength = 8_192;

    private const int MaxOctets = MaxLength + 64;

    /// <summary>Reads the key, unless the file still bears <paramref name="known"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">The stamp of what was read before, or null to read in any case.</param>
    /// <returns>The key, 1 to 8,192 visible ASCII characters, and the file's stamp; null when the stamp is the known one.</returns>
    /// <exception cref="KeyFileException">There is no such file, or it can't be used.</exception>
    public static (string Key, ApiKeyFileStamp Stamp)? Read(string path, ApiKeyFileStamp? known = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using SafeFileHandle handle = KeyFileAccess.Open(path, KeyFileOrigin.MountedSecret)
                ?? throw new KeyFileException($"The key file '{path}' does not exist.");

            // Of the open file, not of the name: behind a link the name's own time never changes.
            var stamp = new ApiKeyFileStamp(File.GetLastWriteTimeUtc(handle), RandomAccess.GetLength(handle));
            return stamp == known ? null : (ReadKey(handle, path), stamp);
        }
        catch (Exception exception) when (exception is IOException and not KeyFileException
            or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KeyFileException($"The key file '{path}' can't be read.", exception);
        }
    }

    private static string ReadKey(SafeFileHandle handle, string path)
    {
        byte[] text = GC.AllocateArray<byte>(MaxOctets, pinned: true);
        try
        {
            int length = 0;
            int count;
            while (length < text.Length && (count = RandomAccess.Read(handle, text.AsSpan(length), length)) > 0)
            {
                length += count;
            }

            var key = text.AsSpan(0, length).Trim(" \t\r\n"u8);
            return key.Length is > 0 and <= MaxLength && length < text.Length && !key.ContainsAnyExceptInRange((byte)'!', (byte)'~')
                ? Encoding.ASCII.GetString(key)
                : throw new KeyFileException($"The key file '{path}' does not hold one line of visible ASCII.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
