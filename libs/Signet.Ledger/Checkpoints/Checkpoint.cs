using System.Globalization;
using System.Text;

namespace Signet.Ledger.Checkpoints;

/// <summary>A tree head of a log (format 1, section 6; C2SP tlog-checkpoint): three lines, signed as a note.</summary>
/// <param name="LogId">The log, which is also the note's origin.</param>
/// <param name="Size">The tree size, which ends a segment.</param>
/// <param name="Root">The tree head.</param>
public sealed record Checkpoint(string LogId, long Size, Digest Root)
{
    /// <summary>The most octets of a note that are read.</summary>
    public const int MaxNoteOctets = SignedNote.MaxOctets;

    /// <summary>The three lines that are signed and stamped: log id, size, base64 of the root, each with a line feed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{LogId}\n{Size}\n{Convert.ToBase64String(Root.ToArray())}\n");

    /// <summary>
    /// Reads a note that <paramref name="key"/> signed. Signatures of other keys are ignored; more than three lines, another origin,
    /// or a bad signature under the key are refused.
    /// </summary>
    public static bool TryOpen(ReadOnlySpan<byte> note, VerifierKey key, out Checkpoint? checkpoint)
    {
        ArgumentNullException.ThrowIfNull(key);
        checkpoint = SignedNote.TryOpen(note, key, out var text) && TryReadText(text, out var read) && read!.LogId == key.Name ? read : null;
        return checkpoint is not null;
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
}
