using System.Globalization;
using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;

namespace Signet.Ledger.Receipts;

/// <summary>
/// R1: an entry, its index and the proof that a signed checkpoint covers it (format 1, section 7), as one C2SP tlog-proof text whose
/// extra data are the entry's octets. Verifies offline, with the checkpoint key alone.
/// </summary>
public sealed record InclusionReceipt
{
    /// <summary>The most characters that are read.</summary>
    public const int MaxLength = 256 * 1024;

    private const string FirstLine = "c2sp.org/tlog-proof@v1";
    private const string ExtraPrefix = "extra ";
    private const string IndexPrefix = "index ";

    /// <summary>The entry's octets as stored.</summary>
    public required ReadOnlyMemory<byte> Entry { get; init; }

    /// <summary>Its number.</summary>
    public required long Index { get; init; }

    /// <summary>The inclusion proof, from the leaf's sibling up.</summary>
    public required IReadOnlyList<Digest> Path { get; init; }

    /// <summary>The signed note of the checkpoint.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>Reads the text form, strictly.</summary>
    public static bool TryParse(string? text, out InclusionReceipt? receipt)
    {
        receipt = null;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = end < 0 ? [] : text[..end].Split('\n');
        if (lines.Length < 3 || lines[0] != FirstLine || !lines[1].StartsWith(ExtraPrefix, StringComparison.Ordinal) ||
            !TryDecode(lines[1][ExtraPrefix.Length..], out var entry) || !lines[2].StartsWith(IndexPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var indexText = lines[2][IndexPrefix.Length..];
        if (!long.TryParse(indexText, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ||
            index.ToString(CultureInfo.InvariantCulture) != indexText || lines.Length - 3 > InclusionProof.MaxPath)
        {
            return false;
        }

        var path = new List<Digest>(lines.Length - 3);
        foreach (var line in lines.AsSpan(3))
        {
            if (!TryDecode(line, out var node) || node.Length != Digest.Size)
            {
                return false;
            }

            path.Add(new Digest(node));
        }

        receipt = new InclusionReceipt { Entry = entry, Index = index, Path = path, Checkpoint = text[(end + 2)..] };
        return true;
    }

    /// <summary>The entry, where the log that holds <paramref name="key"/> has committed to it; else null.</summary>
    public Entry? Verify(VerifierKey key)
    {
        if (!Checkpoints.Checkpoint.TryOpen(Encoding.UTF8.GetBytes(Checkpoint), key, out var checkpoint) ||
            !InclusionProof.Verify(MerkleTree.HashLeaf(Entry.Span), Index, checkpoint!.Size, Path, checkpoint.Root))
        {
            return null;
        }

        var reading = EntryCodec.Read(Entry);
        return reading.Entry?.Seq == Index ? reading.Entry : null;
    }

    /// <summary>The text form.</summary>
    public override string ToString()
    {
        var text = new StringBuilder()
            .Append(FirstLine).Append('\n')
            .Append(ExtraPrefix).Append(Convert.ToBase64String(Entry.Span)).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"{IndexPrefix}{Index}\n");
        foreach (var node in Path)
        {
            text.Append(Convert.ToBase64String(node.ToArray())).Append('\n');
        }

        return text.Append('\n').Append(Checkpoint).ToString();
    }

    private static bool TryDecode(string base64, out byte[] octets)
    {
        octets = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, octets, out var length))
        {
            return false;
        }

        Array.Resize(ref octets, length);
        return Convert.ToBase64String(octets) == base64;
    }
}
