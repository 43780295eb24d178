using System.Buffers;
using Signet.Ledger.Canonical;

namespace Signet.Ledger.Verification;

/// <summary>
/// The parts of a walk, each of which owns one thing that goes on from segment to segment; and all of them as octets, from which another walk
/// can go on.
/// </summary>
internal sealed class WalkParts
{
    private readonly LogTrust _trust;
    private bool _fullBefore = true;

    public WalkParts(LogTrust trust)
    {
        _trust = trust;
        Macs = new MacChain(trust, Findings);
        CheckpointKeys = new CheckpointKeys(trust, Findings);
        Epochs = new EpochWalk(trust, Findings, Macs, CheckpointKeys);
        Tree = new TreeWalk(trust, Findings);
        Promises = new PromiseWalk(trust, Findings);
        Proofs = new ProofWalk(trust, Findings);
        Producers = new ProducerWalk(trust, Findings, Promises);
        Anchors = new AnchorWalk(trust, Findings, Tree);
        Content = new EntryWalk(trust, Findings, Epochs, Producers, Anchors, CheckpointKeys);
        Protections = new ProtectionWalk(Findings);
        Segments = new SegmentWalk(trust, Findings, Epochs, Macs, Tree, Producers, Anchors, Content, Protections);
    }

    public FindingLog Findings { get; } = new();

    public MacChain Macs { get; }

    public EpochWalk Epochs { get; }

    public TreeWalk Tree { get; }

    public PromiseWalk Promises { get; }

    public ProofWalk Proofs { get; }

    public ProducerWalk Producers { get; }

    public AnchorWalk Anchors { get; }

    public CheckpointKeys CheckpointKeys { get; }

    public EntryWalk Content { get; }

    public ProtectionWalk Protections { get; }

    public SegmentWalk Segments { get; }

    /// <summary>True when the MACs of all segments so far were checked.</summary>
    public bool Full => Macs.Full && _fullBefore;

    /// <summary>Goes on behind a place that a checkpoint vouches for; false when the segment's MACs are not those of its chain key.</summary>
    public bool Begin(CheckpointStart start)
    {
        var state = start.State;
        Epochs.Begin(state);
        CheckpointKeys.Begin(start.CheckpointKey);
        Content.Begin(state);
        Producers.Begin(state);
        Anchors.Begin(state);
        Tree.Begin(state.Head);
        Segments.Begin(state.Head);
        return Macs.Begin(start.Segment, start.MacBeforeSeal);
    }

    public byte[] Save()
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        Anchors.Save(ref writer);
        CheckpointKeys.Save(ref writer);
        Content.Save(ref writer);
        Epochs.Save(ref writer);
        writer.String("format"u8, "signet-walk/1");
        writer.Boolean("full"u8, Full);
        writer.String("log_id"u8, _trust.LogId);
        Macs.Save(ref writer);
        Segments.Save(ref writer);
        Producers.Save(ref writer);
        Tree.Save(ref writer);
        writer.EndObject();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Goes on from what <see cref="Save"/> gave; false for octets of any other form, or of another log or trust.</summary>
    public bool Load(ReadOnlySpan<byte> state)
    {
        var reader = new CanonicalReader(state, keeps: true);
        reader.BeginObject();
        Anchors.Load(ref reader);
        CheckpointKeys.Load(ref reader);
        Content.Load(ref reader);
        Epochs.Load(ref reader);
        reader.Key("format"u8);
        reader.Exactly("signet-walk/1"u8);
        reader.Key("full"u8);
        _fullBefore = reader.Boolean();
        reader.Key("log_id"u8);
        if (reader.Identifier() != _trust.LogId)
        {
            reader.Fail();
        }

        Macs.Load(ref reader);
        Segments.Load(ref reader);
        Producers.Load(ref reader);
        Tree.Load(ref reader);
        reader.EndObject();
        if (!reader.End())
        {
            return false;
        }

        Segments.Resume(Tree.Size);
        Epochs.Resume(Segments.NextSegment);
        return true;
    }
}
