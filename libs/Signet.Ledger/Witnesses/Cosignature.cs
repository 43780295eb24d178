using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Signet.Ledger.Events;

namespace Signet.Ledger.Witnesses;

/// <summary>
/// A witness's statement that a checkpoint is the greatest consistent one it has seen at a time: a signature line of the note
/// (C2SP tlog-cosignature, Ed25519).
/// </summary>
public static class Cosignature
{
    /// <summary>The most octets of a witness's answer that are read.</summary>
    public const int MaxAnswerOctets = 16 * 1024;

    internal const int HashOctets = 4;
    internal const int TimeOctets = 8;
    private const string Prefix = "— ";

    /// <summary>The line of <paramref name="key"/> among signature lines, if its signature is right.</summary>
    /// <param name="lines">Signature lines, each with its line feed; lines of other keys are passed over.</param>
    /// <param name="text">The checkpoint's three lines.</param>
    /// <param name="key">The witness.</param>
    /// <param name="at">When the witness signed, by its own clock.</param>
    /// <returns>The line with its line feed; null when the key has none, or one that is wrong.</returns>
    public static string? Find(string lines, string text, CosignerKey key, out DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(key);
        at = default;
        foreach (var line in lines.Split('\n'))
        {
            if (line.StartsWith(Prefix, StringComparison.Ordinal) && line[Prefix.Length..].Split(' ') is [var name, var base64] &&
                name == key.Name && Verifies(base64, text, key, out at))
            {
                return line + "\n";
            }
        }

        return null;
    }

    internal static string Line(CosignerKey key, long time, ReadOnlySpan<byte> signature)
    {
        var octets = new byte[HashOctets + TimeOctets + EventSignature.Ed25519Octets];
        BinaryPrimitives.WriteUInt32BigEndian(octets, key.Hash);
        BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(HashOctets), time);
        signature.CopyTo(octets.AsSpan(HashOctets + TimeOctets));
        return $"{Prefix}{key.Name} {Convert.ToBase64String(octets)}\n";
    }

    internal static byte[] Message(long time, string text) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {time}\n{text}"));

    private static bool Verifies(string base64, string text, CosignerKey key, out DateTimeOffset at)
    {
        at = default;
        var octets = new byte[HashOctets + TimeOctets + EventSignature.Ed25519Octets];
        if (base64.Length > 2 * octets.Length || !Convert.TryFromBase64String(base64, octets, out var length) || length != octets.Length ||
            Convert.ToBase64String(octets) != base64 || BinaryPrimitives.ReadUInt32BigEndian(octets) != key.Hash)
        {
            return false;
        }

        var time = BinaryPrimitives.ReadInt64BigEndian(octets.AsSpan(HashOctets));
        if (time < 0 || time > DateTimeOffset.MaxValue.ToUnixTimeSeconds() ||
            !CommitVerifier.Check(Message(time, text), octets.AsSpan(HashOctets + TimeOctets), CommitVerifier.Import(key.PublicKey.Span)))
        {
            return false;
        }

        at = DateTimeOffset.FromUnixTimeSeconds(time);
        return true;
    }
}
