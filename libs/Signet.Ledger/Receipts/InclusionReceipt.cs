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
        receipt = ProofText.TryParse(text, FirstLine, MaxLength, out var proof)
            ? new InclusionReceipt { Entry = proof.Extra, Index = proof.Index, Path = proof.Path, Checkpoint = proof.Rest }
            : null;
        return receipt is not null;
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
    public override string ToString() => ProofText.Write(FirstLine, Entry.Span, Index, Path, Checkpoint);
}
