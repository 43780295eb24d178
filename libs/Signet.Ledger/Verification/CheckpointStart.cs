using System.Diagnostics.CodeAnalysis;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;
using Signet.Ledger.State;

namespace Signet.Ledger.Verification;

/// <summary>
/// What a trusted checkpoint vouches for besides its tree (format 1, section 5): the seal that is its last leaf, and so the state object
/// that the seal names. Made only where all of them fit each other, so that nothing in the state is anybody else's word.
/// </summary>
internal sealed class CheckpointStart
{
    private CheckpointStart(LogState state, SegmentObject segment, Digest macBeforeSeal, VerifierKey checkpointKey) =>
        (State, Segment, MacBeforeSeal, CheckpointKey) = (state, segment, macBeforeSeal, checkpointKey);

    /// <summary>What the entries before the seal told; its head stands behind the seal.</summary>
    public LogState State { get; }

    /// <summary>The segment that ends at the checkpoint's size. Of its entries only the seal is vouched for.</summary>
    public SegmentObject Segment { get; }

    /// <summary>The MAC that the seal's continues.</summary>
    public Digest MacBeforeSeal { get; }

    /// <summary>The checkpoint key in force before the seal.</summary>
    public VerifierKey CheckpointKey { get; }

    /// <summary>Reads what stands at a checkpoint's end; false, with the first fault, for octets that it doesn't vouch for.</summary>
    public static bool TryRead(
        string logId, Checkpoint checkpoint, StoredSegment last, ReadOnlySpan<byte> octets, [NotNullWhen(true)] out CheckpointStart? start,
        out string fault)
    {
        start = null;
        if (!SegmentObject.TryParse(last.Content, out var segment, out fault))
        {
            return false;
        }

        var (header, footer, line) = (segment!.Header, segment.Footer, segment.Lines[^1]);
        if (checkpoint.LogId != logId || header.LogId != logId || header.Segment != last.Number || footer.Size != checkpoint.Size ||
            footer.Root != checkpoint.Root || header.FirstSeq + segment.Lines.Count != checkpoint.Size)
        {
            fault = "the segment does not end at the checkpoint";
        }
        else if (EntryCodec.Read(line.Entry).Entry is not { Body: SealBody { StateSha256: { } named } seal } entry ||
            entry.Seq != checkpoint.Size - 1)
        {
            fault = "the segment's last entry is not a seal that names a state";
        }
        else if (StateCodec.Read(octets, named) is not { } state)
        {
            fault = "the state is not one, or another than the seal names";
        }
        else if (!Fits(state, seal, header) || state.LogId != logId || state.Head.Size != entry.Seq ||
            state.Head.LastMac != segment.Lines[^2].Mac || entry.RecordedAt < state.Head.RecordedAt)
        {
            fault = "the state is not that of the segment";
        }
        else if (GrownBy(line, state.Head) is var tree && tree.Root != checkpoint.Root)
        {
            fault = "the state's tree does not lead to the checkpoint's";
        }
        else if (!VerifierKey.TryParse(state.CheckpointVkey, out var key))
        {
            fault = "the state's checkpoint key is not a verifier key";
        }
        else
        {
            start = new CheckpointStart(state, segment, state.Head.LastMac, key!);
            state.Head = new ChainHead
            {
                NextSegment = last.Number + 1,
                Size = tree.Size,
                LastMac = line.Mac,
                PrevSegment = segment.Whole,
                RecordedAt = entry.RecordedAt,
                Edge = tree.Edge,
            };
        }

        return start is not null;
    }

    /// <summary>Says whether seal and header are of the state's place and epoch. The checkpoint vouches for seal and state alone.</summary>
    private static bool Fits(LogState state, SealBody seal, SegmentHeader header) =>
        seal.Segment == header.Segment && seal.Segment == state.Head.NextSegment &&
        seal.Epoch == header.Epoch && seal.Epoch == state.Epoch && header.KeyId == state.KeyId &&
        seal.HeadMac == state.Head.LastMac &&
        seal.PrevSegment == header.PrevSegment && seal.PrevSegment == state.Head.PrevSegment;

    private static MerkleTree GrownBy(SegmentLine seal, ChainHead head)
    {
        var tree = head.Tree();
        tree.Append(MerkleTree.HashLeaf(seal.Entry.Span));
        return tree;
    }
}
