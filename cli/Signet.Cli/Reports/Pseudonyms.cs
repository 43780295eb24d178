using System.Security.Cryptography;
using System.Text;
using Signet.Hosting.Keys;

namespace Signet.Cli.Reports;

/// <summary>
/// Names for those whom a report mustn't name: HMAC-SHA-256 under a key, cut to 64 bits. With a key of the run's own, nobody can link two reports or
/// try out who is meant; with a key file, reports under it can be compared, and whoever has the file can try names.
/// </summary>
internal sealed class Pseudonyms : IDisposable
{
    private const int KeyOctets = 32;
    private const int ShownOctets = 8;

    private readonly byte[] _key;

    private Pseudonyms(byte[] key, bool isLinkable) => (_key, IsLinkable) = (key, isLinkable);

    public bool IsLinkable { get; }

    public static Pseudonyms OfThisRun() => new(RandomNumberGenerator.GetBytes(KeyOctets), isLinkable: false);

    /// <exception cref="UserErrorException">The file can't be used.</exception>
    public static Pseudonyms FromFile(string path)
    {
        try
        {
            return new Pseudonyms(KeyFile.LoadSecret(path, KeyFile.MinSecretOctets, KeyFile.MaxSecretOctets, KeyFileOrigin.MountedSecret), isLinkable: true);
        }
        catch (KeyFileException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }

    public string Of(string kind, string value)
    {
        // The kind's length keeps apart what would read alike: a kind is one of ours, and never as long as that.
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, [(byte)kind.Length, .. Encoding.UTF8.GetBytes(kind), .. Encoding.UTF8.GetBytes(value)], mac);
        return $"{kind}-{Convert.ToHexStringLower(mac[..ShownOctets])}";
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);
}
