namespace Signet.Ledger.Checkpoints;

/// <summary>An Ed25519 signed-note verifier key: <c>name+hash+base64(0x01 || key)</c> (C2SP signed-note).</summary>
public sealed record VerifierKey
{
    private const byte Ed25519Type = 1;

    private VerifierKey(string name, ReadOnlyMemory<byte> publicKey)
    {
        Name = name;
        PublicKey = publicKey;
        Hash = KeyText.HashOf(name, Ed25519Type, publicKey.Span);
    }

    /// <summary>The key's name; for a log's checkpoints, the log id.</summary>
    public string Name { get; }

    /// <summary>The public key: 32 octets (RFC 8032).</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The first four octets of SHA-256(name || LF || 0x01 || key), most significant first.</summary>
    public uint Hash { get; }

    /// <summary>Names a public key.</summary>
    /// <exception cref="ArgumentException">The name isn't an identifier or the key isn't 32 octets long.</exception>
    public static VerifierKey Create(string name, ReadOnlyMemory<byte> publicKey)
    {
        if (!LedgerText.IsIdentifier(name) || publicKey.Length != 32)
        {
            throw new ArgumentException("A verifier key has an identifier as its name and 32 octets.");
        }

        return new VerifierKey(name, publicKey);
    }

    /// <summary>Reads the text form; refuses a wrong hash, another algorithm and stray bits.</summary>
    public static bool TryParse(string? text, out VerifierKey? key)
    {
        key = TryParseForeign(text, out var read) && LedgerText.IsIdentifier(read!.Name) ? read : null;
        return key is not null;
    }

    /// <summary>Reads the key of somebody else's log, whose name is any text without spaces, control characters and <c>+</c>.</summary>
    public static bool TryParseForeign(string? text, out VerifierKey? key)
    {
        key = KeyText.TryParse(text, Ed25519Type, out var name, out var octets) ? new VerifierKey(name, octets) : null;
        return key is not null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => KeyText.Format(Name, Ed25519Type, PublicKey.Span);

    /// <inheritdoc/>
    public bool Equals(VerifierKey? other) => other is not null && Name == other.Name && PublicKey.Span.SequenceEqual(other.PublicKey.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Hash);
}
