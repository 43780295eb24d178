using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;

namespace Signet.Ledger.State;

/// <summary>
/// Reads segments back into a <see cref="LogState"/>, from the first on or from behind a state, and checks every MAC and tree head on the
/// way. Stops at the first doubt: a log that doesn't verify is never continued. Never throws on any octets. Not safe for concurrent use.
/// </summary>
public sealed class LogReplay : IDisposable
{
    private readonly string _logId;
    private readonly ChainKeySource _keys;
    private readonly MerkleTree _tree;
    private Digest _mac;
    private DateTimeOffset _recordedAt;
    private ChainKey? _key;
    private string? _fault;

    /// <summary>Begins a replay.</summary>
    /// <param name="logId">The log.</param>
    /// <param name="keys">The log's chain keys.</param>
    /// <param name="state">
    /// Where to begin: what <see cref="StateCodec.Read"/> gave, or null for the first segment. It belongs to the replay from here on.
    /// </param>
    public LogReplay(string logId, ChainKeySource keys, LogState? state = null)
    {
        ArgumentNullException.ThrowIfNull(logId);
        ArgumentNullException.ThrowIfNull(keys);
        (_logId, _keys, State) = (logId, keys, state ?? new LogState());
        (_tree, _mac, _recordedAt) = (State.Head.Tree(), State.Head.LastMac, State.Head.RecordedAt);
    }

    /// <summary>What the segments so far have led to; after a fault it means nothing.</summary>
    public LogState State { get; }

    /// <summary>The state object that the last segment's seal names; null where it names none.</summary>
    public SealedState? SealedState { get; private set; }

    /// <summary>Takes the next segment in, or its seal where the state stands just before that.</summary>
    /// <param name="number">The segment's number.</param>
    /// <param name="octets">The segment object.</param>
    /// <returns>Null, or why it isn't the segment that was written there. After a fault every further segment has the same.</returns>
    public string? Apply(long number, ReadOnlyMemory<byte> octets) => _fault ??= Take(number, octets);

    /// <summary>Erases the chain key.</summary>
    public void Dispose() => _key?.Dispose();

    private string? Take(long number, ReadOnlyMemory<byte> octets)
    {
        SealedState = null;
        if (!SegmentObject.TryParse(octets, out var parsed, out var fault))
        {
            return fault;
        }

        var segment = parsed!;
        var header = segment.Header;
        var seal = segment.Lines.Count - 1;
        var first = State.Head.Size - header.FirstSeq;
        if (header.LogId != _logId || header.Segment != number || number != State.Head.NextSegment ||
            header.PrevSegment != State.Head.PrevSegment || (first != 0 && first != seal))
        {
            return "its header does not continue the log";
        }

        if (TakeUpKey(segment, first == 0) is { } keyFault)
        {
            return keyFault;
        }

        for (var line = (int)first; line <= seal; line++)
        {
            if (Take(segment, line) is { } entryFault)
            {
                return entryFault;
            }
        }

        var footer = segment.Footer;
        if (footer.Size != _tree.Size || footer.Root != _tree.Root ||
            footer.Mac != _key!.MacSegment(segment.BeforeFooter, footer.Size, footer.Root))
        {
            return "its footer does not match its entries";
        }

        State.Head = Place() with { NextSegment = number + 1, PrevSegment = segment.Whole };
        return null;
    }

    /// <summary>Turns to the segment's chain key: the next one of this epoch, or the first of the epoch that the segment opens.</summary>
    private string? TakeUpKey(SegmentObject segment, bool whole)
    {
        var header = segment.Header;
        if (whole && header.Epoch == State.Epoch + 1)
        {
            if (EntryCodec.Read(segment.Lines[OpenerOf(header)].Entry).Entry?.Body is not EpochBody opener ||
                opener.Epoch != header.Epoch || opener.KeyId != header.KeyId)
            {
                return "it lacks its epoch entry";
            }

            _key?.Dispose();
            _key = _keys(opener, header.Segment);
        }
        else if (State.Opening is { } opening && header.Epoch == opening.Epoch && header.KeyId == opening.KeyId &&
            !(whole && State.IsRetired(header.KeyId)))
        {
            _key ??= _keys(opening, State.EpochSegment);
        }
        else
        {
            return "its epoch does not continue the log";
        }

        if (_key is null)
        {
            return $"no secret is known for its chain key {header.KeyId}";
        }

        while (_key.Segment < header.Segment)
        {
            _key.Ratchet();
        }

        return null;
    }

    private string? Take(SegmentObject segment, int index)
    {
        var line = segment.Lines[index];
        var entry = EntryCodec.Read(line.Entry).Entry;
        var leaf = MerkleTree.HashLeaf(line.Entry.Span);
        if (entry is null || entry.Seq != _tree.Size || _key!.MacEntry(entry.Seq, leaf, _mac) != line.Mac)
        {
            return $"entry {_tree.Size} is not the one that was written";
        }

        if (!Belongs(entry, segment, index))
        {
            return $"entry {entry.Seq} can't stand where it does";
        }

        if (entry.Body is SealBody { StateSha256: { } named })
        {
            // What the writer knew before the seal is what is known now.
            SealedState = SealedState.Rebuild(State, Place(), named);
        }

        _tree.Append(leaf);
        (_mac, _recordedAt) = (line.Mac, entry.RecordedAt);
        State.Apply(entry);
        return null;
    }

    /// <summary>Says whether the holder of the chain key keeps to the format, as far as the state depends on it.</summary>
    private bool Belongs(Entry entry, SegmentObject segment, int index)
    {
        var header = segment.Header;
        var seal = segment.Lines.Count - 1;
        var isOpener = header.Epoch == State.Epoch + 1 && index == OpenerOf(header);
        if (entry.RecordedAt < _recordedAt || (index == seal) != entry.Body is SealBody || (entry.Seq == 0) != entry.Body is GenesisBody ||
            isOpener != entry.Body is EpochBody || (State.Ended && index != seal))
        {
            return false;
        }

        return entry.Body switch
        {
            GenesisBody genesis => genesis.LogId == _logId,
            EpochBody epoch => State.LogId == _logId && epoch.KeyId == State.NextKeyId,
            KeyBody rotation => index == seal - 1 &&
                rotation.From == State.KeyId && rotation.To != rotation.From && !State.IsRetired(rotation.To),
            CommitBody commit => State.IsWithinReach(commit.SignedEvent.Event.Producer),
            AnchorBody anchor => anchor.TreeSize <= entry.Seq,
            SealBody body => State.LogId == _logId && body.Segment == header.Segment && body.Epoch == State.Epoch &&
                body.HeadMac == _mac && body.PrevSegment == header.PrevSegment,
            _ => true,
        };
    }

    private ChainHead Place() => State.Head with { Size = _tree.Size, LastMac = _mac, RecordedAt = _recordedAt, Edge = [.. _tree.Edge] };

    /// <summary>Where the epoch entry stands in a segment that opens an epoch: behind <c>genesis</c>, else first.</summary>
    private static int OpenerOf(SegmentHeader header) => header.Segment == 0 ? 1 : 0;
}
