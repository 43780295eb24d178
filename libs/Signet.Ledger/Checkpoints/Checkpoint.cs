using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NSec.Cryptography;

namespace Signet.Ledger.Checkpoints;

/// <summary>A tree head of a log (format 1, section 6; C2SP tlog-checkpoint): three lines, signed as a note.</summary>
/// <param name="LogId">The log, which is also the note's origin.</param>
/// <param name="Size">The tree size, which ends a segment.</param>
/// <param name="Root">The tree head.</param>
public sealed record Checkpoint(string LogId, long Size, Digest Root)
{
    /// <summary>The most octets of a note that are read.</summary>
    public const int MaxNoteOctets = 64 * 1024;

    private const string SignaturePrefix = "— ";

    /// <summary>The three lines that are signed and stamped: log id, size, base64 of the root, each with a line feed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{LogId}\n{Size}\n{Convert.ToBase64String(Root.ToArray())}\n");

    /// <summary>
    /// Reads a note that <paramref name="key"/> signed. Signatures of other keys are ignored; more than three lines, another origin,
    /// or a bad signature under the key are refused.
    /// </summary>
    public static bool TryOpen(ReadOnlySpan<byte> note, VerifierKey key, out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(key);
        checkpoint = null;
        if (note.Length > MaxNoteOctets || !System.Text.Unicode.Utf8.IsValid(note))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(note);
        var split = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || split + 2 >= text.Length || text[^1] != '\n' || text.AsSpan().ContainsAnyInRange('\0', '\t') || text.AsSpan().ContainsAnyInRange('\v', '\u001f') ||
            !TryReadText(text[..(split + 1)], out var read) || read!.LogId != key.Name)
        {
            return false;
        }

        var message = Encoding.UTF8.GetBytes(text[..(split + 1)]);
        var verified = false;
        foreach (var line in text[(split + 2)..^1].Split('\n'))
        {
            switch (CheckSignature(line, message, key))
            {
                case null:
                    return false;
                case true:
                    verified = true;
                    break;
                default:
                    break;
            }
        }

        checkpoint = verified ? read : null;
        return verified;
    }

    /// <summary>What a note states, whoever signed it; false where nothing can be made of it. Nothing may rest on it.</summary>
    internal static bool TryReadUnsigned(ReadOnlySpan<byte> note, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var end = note.Length > MaxNoteOctets ? -1 : note.IndexOf("\n\n"u8);
        return end >= 0 && TryReadText(Encoding.UTF8.GetString(note[..(end + 1)]), out checkpoint);
    }

    /// <summary>Reads the three lines, unsigned; false for any other text.</summary>
    public static bool TryReadText(string text, out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(text);
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines is not [var logId, var sizeText, var rootText, ""] || !LedgerText.IsIdentifier(logId) ||
            !long.TryParse(sizeText, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ||
            size.ToString(CultureInfo.InvariantCulture) != sizeText)
        {
            return false;
        }

        Span<byte> root = stackalloc byte[48];
        if (rootText.Length != 44 || !Convert.TryFromBase64String(rootText, root, out var length) || length != Digest.Size ||
            Convert.ToBase64String(root[..length]) != rootText)
        {
            return false;
        }

        checkpoint = new Checkpoint(logId, size, new Digest(root[..length]));
        return true;
    }

    internal static string SignatureLine(VerifierKey key, ReadOnlySpan<byte> signature)
    {
        Span<byte> hashed = stackalloc byte[4 + 64];
        BinaryPrimitives.WriteUInt32BigEndian(hashed, key.Hash);
        signature.CopyTo(hashed[4..]);
        return $"{SignaturePrefix}{key.Name} {Convert.ToBase64String(hashed)}\n";
    }

    /// <summary>True for a good signature of the key, false for somebody else's, null for a line or signature that spoils the note.</summary>
    private static bool? CheckSignature(string line, ReadOnlySpan<byte> message, VerifierKey key)
    {
        if (!line.StartsWith(SignaturePrefix, StringComparison.Ordinal) || line[SignaturePrefix.Length..].Split(' ') is not [var name, var base64] ||
            name.Length == 0)
        {
            return null;
        }

        var octets = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, octets, out var length) || length < 5 || Convert.ToBase64String(octets, 0, length) != base64)
        {
            return null;
        }

        if (name != key.Name || BinaryPrimitives.ReadUInt32BigEndian(octets) != key.Hash)
        {
            return false;
        }

        return PublicKey.TryImport(SignatureAlgorithm.Ed25519, key.PublicKey.Span, KeyBlobFormat.RawPublicKey, out var publicKey) &&
            SignatureAlgorithm.Ed25519.Verify(publicKey!, message, octets.AsSpan(4, length - 4))
            ? true
            : null;
    }
}
