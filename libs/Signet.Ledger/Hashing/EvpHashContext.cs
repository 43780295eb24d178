using System.Security.Cryptography;

namespace Signet.Ledger.Hashing;

/// <summary>SHA-256 by OpenSSL's EVP, with the algorithm fetched once, where .NET fetches it at every hash.</summary>
internal sealed unsafe class EvpHashContext : HashContext
{
    private readonly EvpContextHandle _handle = new();

    /// <summary>Begins.</summary>
    /// <exception cref="CryptographicException">OpenSSL refuses.</exception>
    public EvpHashContext() => LibCrypto.Check(LibCrypto.Begin(_handle.DangerousGetHandle(), LibCrypto.Sha256, null));

    private EvpHashContext(EvpContextHandle source) =>
        LibCrypto.Check(LibCrypto.CopyContext(_handle.DangerousGetHandle(), source.DangerousGetHandle()));

    /// <summary>True where OpenSSL 3 is there and hashes as .NET does.</summary>
    public static bool IsAvailable { get; } = LibCrypto.Sha256 != 0 && Works();

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty)
        {
            fixed (byte* first = octets)
            {
                LibCrypto.Check(LibCrypto.Update(_handle.DangerousGetHandle(), first, (nuint)octets.Length));
            }

            GC.KeepAlive(_handle);
        }
    }

    /// <inheritdoc/>
    public override Digest Finish()
    {
        var digest = stackalloc byte[Digest.Size];
        LibCrypto.Check(LibCrypto.Finish(_handle.DangerousGetHandle(), digest, null));
        LibCrypto.Check(LibCrypto.Begin(_handle.DangerousGetHandle(), 0, null));
        GC.KeepAlive(_handle);
        return new Digest(new ReadOnlySpan<byte>(digest, Digest.Size));
    }

    /// <inheritdoc/>
    public override HashContext Clone()
    {
        var clone = new EvpHashContext(_handle);
        GC.KeepAlive(_handle);
        return clone;
    }

    /// <inheritdoc/>
    public override void Dispose() => _handle.Dispose();

    private static bool Works()
    {
        try
        {
            using var context = new EvpHashContext();
            context.Append("abc"u8);
            return context.Finish() == new Digest(SHA256.HashData("abc"u8));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
