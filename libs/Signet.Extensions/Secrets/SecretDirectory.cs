using System.Security.Cryptography;
using System.Text;
using Signet.Policy.Extensions;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Secrets;

/// <summary>
/// Secrets as files of one directory, each a line of text with the secret's name as file name. Read anew each time, so that a
/// rotated secret counts at once. Links are followed, since a mounted Kubernetes Secret is made of them; files that everybody may read
/// are refused.
/// </summary>
/// <param name="directory">The directory, or null when there are no secrets.</param>
public sealed class SecretDirectory(string? directory) : ICheckSecrets
{
    private const int MaxLength = 8_192;

    /// <inheritdoc/>
    public bool Has(string name) => directory is not null && CheckName.IsValid(name) && File.Exists(Path.Combine(directory, name));

    /// <inheritdoc/>
    public string Read(string name)
    {
        if (!Has(name))
        {
            throw new FileNotFoundException("There is no such secret.");
        }

        byte[] octets = GC.AllocateArray<byte>(MaxLength + 64, pinned: true);
        try
        {
            return Read(Path.Combine(directory!, name), octets);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException("The secret may not be read.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    private static string Read(string path, byte[] octets)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
        {
            throw new IOException("Everybody can reach the secret.");
        }

        int count = file.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> secret = octets.AsSpan(0, count).Trim(" \t\r\n"u8);
        return secret.Length is > 0 and <= MaxLength && count < octets.Length && !secret.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? Encoding.ASCII.GetString(secret)
            : throw new IOException("The secret is not one line of visible ASCII.");
    }
}
