using Signet.Ledger.Checkpoints;

namespace Signet.Ledger.Witnesses;

/// <summary>A witness's key for Ed25519 cosignatures: <c>name+hash+base64(0x04 || key)</c> (C2SP tlog-cosignature).</summary>
public sealed class CosignerKey
{
    private const byte CosignatureType = 4;

    private CosignerKey(string name, ReadOnlyMemory<byte> publicKey)
    {
        Name = name;
        PublicKey = publicKey;
        Hash = KeyText.HashOf(name, CosignatureType, publicKey.Span);
    }

    /// <summary>The witness's name: any text without spaces, control characters and <c>+</c>; usually an address without a scheme.</summary>
    public string Name { get; }

    /// <summary>The public key: 32 octets (RFC 8032).</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>The key's number in signature lines.</summary>
    public uint Hash { get; }

    /// <summary>Names a public key.</summary>
    /// <exception cref="ArgumentException">The name has another form or the key isn't 32 octets long.</exception>
    public static CosignerKey Create(string name, ReadOnlyMemory<byte> publicKey) => KeyText.IsName(name) && publicKey.Length == 32
        ? new CosignerKey(name, publicKey)
        : throw new ArgumentException("A cosigner's key has a name without spaces or +, and 32 octets.");

    /// <summary>Reads the text form; refuses a wrong hash, another algorithm and stray bits.</summary>
    public static bool TryParse(string? text, out CosignerKey? key)
    {
        key = KeyText.TryParse(text, CosignatureType, out var name, out var octets) ? new CosignerKey(name, octets) : null;
        return key is not null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => KeyText.Format(Name, CosignatureType, PublicKey.Span);
}
