using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Signet.Ledger.Checkpoints;

/// <summary>The text form of a signed-note key of 32 octets: <c>name+hash+base64(type || key)</c> (C2SP signed-note).</summary>
internal static class KeyText
{
    private const int MaxLength = 256;
    private const int KeyOctets = 32;

    public static bool TryParse(string? text, byte type, out string name, out byte[] key)
    {
        (name, key) = ("", []);
        var parts = text is { Length: <= MaxLength } ? text.Split('+', 3) : [];
        if (parts.Length != 3 || !IsName(parts[0]) || !LedgerText.IsLowerHex(parts[1], 8))
        {
            return false;
        }

        Span<byte> octets = stackalloc byte[64];
        if (!Convert.TryFromBase64String(parts[2], octets, out var length) || length != KeyOctets + 1 || octets[0] != type ||
            Convert.ToBase64String(octets[..length]) != parts[2] ||
            HashOf(parts[0], type, octets[1..length]) != uint.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        {
            return false;
        }

        (name, key) = (parts[0], octets[1..length].ToArray());
        return true;
    }

    public static bool IsName(string name) =>
        name.Length > 0 && !name.Any(c => c == '+' || char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c));

    public static string Format(string name, byte type, ReadOnlySpan<byte> key)
    {
        byte[] typed = [type, .. key];
        return $"{name}+{HashOf(name, type, key):x8}+{Convert.ToBase64String(typed)}";
    }

    /// <summary>The first four octets of SHA-256(name || LF || type || key), most significant first.</summary>
    public static uint HashOf(string name, byte type, ReadOnlySpan<byte> key)
    {
        byte[] input = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. key];
        return BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(input));
    }
}
