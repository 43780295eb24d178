using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;

namespace Signet.Ledger.Receipts;

/// <summary>
/// R2: an entry, the proof that it stands in a tree, and the time-stamp over that tree (format 1, section 7). Shows, offline and with the roots of
/// the authority alone, that the entry existed at a time; no key of the log is needed.
/// </summary>
public sealed record AnchoredReceipt
{
    /// <summary>The most characters that are read.</summary>
    public const int MaxLength = 512 * 1024;

    private const string FirstLine = "signet.dev/anchored-proof@v1";
    private const string AnchorPrefix = "anchor ";

    /// <summary>The entry's octets as stored.</summary>
    public required ReadOnlyMemory<byte> Entry { get; init; }

    /// <summary>Its number.</summary>
    public required long Index { get; init; }

    /// <summary>The inclusion proof in the anchor's tree, from the leaf's sibling up.</summary>
    public required IReadOnlyList<Digest> Path { get; init; }

    /// <summary>The tree: what the time-stamp was made over.</summary>
    public required Checkpoint Checkpoint { get; init; }

    /// <summary>The octets of the <c>anchor</c> entry, with token and certificates.</summary>
    public required ReadOnlyMemory<byte> Anchor { get; init; }

    /// <summary>Reads the text form, strictly.</summary>
    public static bool TryParse(string? text, out AnchoredReceipt? receipt)
    {
        receipt = null;
        if (!ProofText.TryParse(text, FirstLine, MaxLength, out var proof))
        {
            return false;
        }

        var end = proof.Rest.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !Checkpoint.TryReadText(proof.Rest[..(end + 1)], out var checkpoint))
        {
            return false;
        }

        var anchor = proof.Rest[(end + 2)..];
        if (!anchor.StartsWith(AnchorPrefix, StringComparison.Ordinal) || !anchor.EndsWith('\n') ||
            !ProofText.TryDecode(anchor[AnchorPrefix.Length..^1], out var octets))
        {
            return false;
        }

        receipt = new AnchoredReceipt { Entry = proof.Extra, Index = proof.Index, Path = proof.Path, Checkpoint = checkpoint!, Anchor = octets };
        return true;
    }

    /// <summary>The entry and the time by which it existed, where the log and the authority are the ones trusted; else null.</summary>
    /// <param name="logId">The log.</param>
    /// <param name="checkAnchor">Null for an anchor that holds, such as from <see cref="Anchors.AnchorChecks"/>.</param>
    public (Entry Entry, DateTimeOffset By)? Verify(string logId, Func<AnchorBody, string?> checkAnchor)
    {
        ArgumentNullException.ThrowIfNull(checkAnchor);
        if (Checkpoint.LogId != logId || EntryCodec.Read(Anchor).Entry?.Body is not AnchorBody anchor || anchor.TreeSize != Checkpoint.Size ||
            !anchor.Root.Span.SequenceEqual(Checkpoint.Root.ToArray()) || checkAnchor(anchor) is not null ||
            !InclusionProof.Verify(MerkleTree.HashLeaf(Entry.Span), Index, Checkpoint.Size, Path, Checkpoint.Root))
        {
            return null;
        }

        var entry = EntryCodec.Read(Entry).Entry;
        return entry?.Seq == Index ? (entry, anchor.GenTime) : null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => ProofText.Write(
        FirstLine, Entry.Span, Index, Path, $"{Checkpoint.Text}\n{AnchorPrefix}{Convert.ToBase64String(Anchor.Span)}\n");
}
