using Signet.Auditor.State;
using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;

namespace Signet.Auditor.Recovery;

/// <summary>
/// Reads stored segments back into a <see cref="LogState"/>, checking every MAC and tree head on the way. Any doubt is an exception:
/// a writer never continues a log that it can't verify.
/// </summary>
internal sealed class LogReplay
{
    private readonly AuditorOptions _options;
    private readonly MerkleTree _tree;
    private Digest _mac;
    private DateTimeOffset _recordedAt;
    private ChainKey? _key;

    /// <summary>Begins behind the state, which may stand just before the seal of its segment.</summary>
    public LogReplay(AuditorOptions options, LogState state)
    {
        (_options, State) = (options, state);
        (_tree, _mac, _recordedAt) = (state.Head.Tree(), state.Head.LastMac, state.Head.RecordedAt);
        if (state.Epoch > 0)
        {
            OpenEpoch(state.KeyId, state.Epoch, state.EpochSegment);
        }
    }

    public LogState State { get; }

    /// <summary>The state object that the last segment's seal names, where it names one.</summary>
    public byte[]? SealedState { get; private set; }

    /// <summary>Takes a segment in, or what is left of it behind the state.</summary>
    /// <exception cref="LogDamagedException">The segment isn't the one that was written there.</exception>
    public void Apply(long number, ReadOnlyMemory<byte> octets)
    {
        if (!SegmentObject.TryParse(octets, out var segment, out var fault))
        {
            throw new LogDamagedException(number, fault);
        }

        var header = segment!.Header;
        var first = (int)Math.Clamp(State.Head.Size - header.FirstSeq, 0, segment.Lines.Count);
        Require(
            header.LogId == _options.LogId && header.Segment == number && number == State.Head.NextSegment &&
            header.FirstSeq + first == State.Head.Size && header.PrevSegment == State.Head.PrevSegment,
            number, "its header does not continue the log");
        if (header.Epoch != State.Epoch)
        {
            Require(first == 0 && header.Epoch == State.Epoch + 1, number, "its epoch does not continue the log");
            OpenEpoch(header.KeyId, header.Epoch, number);
        }

        while (_key!.Segment < number)
        {
            _key.Ratchet();
        }

        SealedState = null;
        for (var line = first; line < segment.Lines.Count; line++)
        {
            Apply(number, segment.Lines[line]);
        }

        Require(
            State.Epoch == header.Epoch && State.KeyId == header.KeyId && EntryCodec.Read(segment.Lines[^1].Entry).Entry?.Body is SealBody,
            number, "it lacks its epoch entry or its seal");
        var footer = segment.Footer;
        Require(
            footer.Size == _tree.Size && footer.Root == _tree.Root &&
            footer.Mac == _key.MacSegment(segment.BeforeFooter, footer.Size, footer.Root),
            number, "its footer does not match its entries");
        State.Head = new ChainHead
        {
            NextSegment = number + 1,
            Size = _tree.Size,
            LastMac = _mac,
            PrevSegment = segment.Whole,
            RecordedAt = _recordedAt,
            Edge = [.. _tree.Edge],
        };
    }

    private void Apply(long number, SegmentLine line)
    {
        var entry = EntryCodec.Read(line.Entry).Entry;
        var leaf = MerkleTree.HashLeaf(line.Entry.Span);
        Require(
            entry is not null && entry.Seq == _tree.Size && _key!.MacEntry(entry.Seq, leaf, _mac) == line.Mac,
            number, $"entry {_tree.Size} is not the one that was written");
        if (entry!.Body is SealBody { StateSha256: { } sealedState })
        {
            // What the writer knew before the seal is what is known now: a state object that was lost can be written again.
            var octets = StateCodec.Write(State, _tree.Size, _tree.Edge, _mac, _recordedAt);
            SealedState = Digest.Of(octets) == sealedState ? octets : null;
        }

        _tree.Append(leaf);
        (_mac, _recordedAt) = (line.Mac, entry.RecordedAt);
        State.Apply(entry);
    }

    private void OpenEpoch(string keyId, long epoch, long segment)
    {
        Require(keyId == _options.ChainKeyId, segment, "its chain key is not the one configured");
        _key?.Dispose();
        _key = ChainKey.ForEpoch(_options.ChainRootSecret.Span, _options.LogId, epoch, segment);
    }

    private static void Require(bool holds, long segment, string fault)
    {
        if (!holds)
        {
            throw new LogDamagedException(segment, fault);
        }
    }
}
