using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Signet.Ledger.Checkpoints;

/// <summary>An Ed25519 signed-note verifier key: <c>name+hash+base64(0x01 || key)</c> (C2SP signed-note).</summary>
public sealed record VerifierKey
{
    private const byte Ed25519Type = 1;

    private VerifierKey(string name, ReadOnlyMemory<byte> publicKey)
    {
        Name = name;
        PublicKey = publicKey;
        Hash = HashOf(name, publicKey.Span);
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
        key = null;
        var parts = text is { Length: <= 256 } ? text.Split('+', 3) : [];
        if (parts.Length != 3 || parts[0].Length == 0 || parts[0].Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c)) || !LedgerText.IsLowerHex(parts[1], 8))
        {
            return false;
        }

        Span<byte> octets = stackalloc byte[64];
        if (!Convert.TryFromBase64String(parts[2], octets, out var length) || length != 33 || octets[0] != Ed25519Type ||
            Convert.ToBase64String(octets[..length]) != parts[2])
        {
            return false;
        }

        var read = new VerifierKey(parts[0], octets[1..length].ToArray());
        if (read.Hash != uint.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        {
            return false;
        }

        key = read;
        return true;
    }

    /// <summary>The text form.</summary>
    public override string ToString()
    {
        Span<byte> typed = stackalloc byte[33];
        typed[0] = Ed25519Type;
        PublicKey.Span.CopyTo(typed[1..]);
        return $"{Name}+{Hash:x8}+{Convert.ToBase64String(typed)}";
    }

    /// <inheritdoc/>
    public bool Equals(VerifierKey? other) => other is not null && Name == other.Name && PublicKey.Span.SequenceEqual(other.PublicKey.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Hash);

    private static uint HashOf(string name, ReadOnlySpan<byte> publicKey)
    {
        byte[] input = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Type, .. publicKey];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(input));
    }
}
