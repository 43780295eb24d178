using System.Security.Cryptography;

namespace Signet.Ledger.Hashing;

/// <summary>SHA-256 as .NET has it, where OpenSSL 3 isn't what .NET stands on.</summary>
internal sealed class FrameworkHashContext : HashContext
{
    private readonly IncrementalHash _hash;

    /// <summary>Begins.</summary>
    public FrameworkHashContext()
        : this(IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
    {
    }

    private FrameworkHashContext(IncrementalHash hash) => _hash = hash;

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> octets) => _hash.AppendData(octets);

    /// <inheritdoc/>
    public override Digest Finish()
    {
        Span<byte> digest = stackalloc byte[Digest.Size];
        _hash.GetHashAndReset(digest);
        return new Digest(digest);
    }

    /// <inheritdoc/>
    public override HashContext Clone() => new FrameworkHashContext(_hash.Clone());

    /// <inheritdoc/>
    public override void Dispose() => _hash.Dispose();
}
