using Signet.Ledger.Chain;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>Everything that a writer drops when it starts over, and hands on to the next epoch when it replaces the chain key. Owned by the sequencer.</summary>
internal sealed class EpochWriter(
    LogState state, (string Id, ChainKey Key) key, SegmentWriter segments, EntryAppender appender, StateShelf shelf, ClockGuard clock)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    // A segment that was larger than most must not keep its room for ever.
    private const int MaxBufferKept = 4 * 1024 * 1024;
    private const int MaxUnused = 8;

    private readonly Stack<(SegmentBuffer Buffer, List<(Submission Submission, CommitOutcome Outcome)> Decided)> _rooms = [];
    private DateTimeOffset _swept = DateTimeOffset.MinValue;

    public LogState State { get; } = state;

    public ChainKey Key { get; } = key.Key;

    public SegmentWriter Segments { get; } = segments;

    public EntryAppender Appender { get; } = appender;

    public StateShelf Shelf { get; } = shelf;

    public ClockGuard Clock { get; } = clock;

    public bool ClockInDoubt { get; set; }

    /// <summary>Begins a segment behind the last one that was closed, in room that an earlier one has left.</summary>
    public OpenSegment Open(AuditorOptions options, DateTimeOffset now)
    {
        var (buffer, decided) = _rooms.TryPop(out var room) ? room : (new SegmentBuffer(), []);
        return new OpenSegment(new SegmentBuilder(options.LogId, key.Id, Key, State.Head, buffer), buffer, decided, now);
    }

    /// <summary>A segment was stored. Stores keep nothing of its octets once they have answered, so its room serves the next but one.</summary>
    public void Return(OpenSegment open)
    {
        open.Decided.Clear();
        if (open.Buffer.Capacity <= MaxBufferKept || open.Builder.Octets > open.Buffer.Capacity / MaxUnused)
        {
            _rooms.Push((open.Buffer, open.Decided));
        }
    }

    /// <summary>True at most once a second: a sweep looks at every open epoch.</summary>
    public bool IsSweepDue(DateTimeOffset now)
    {
        if (now >= _swept && now - _swept < SweepEvery)
        {
            return false;
        }

        _swept = now;
        return true;
    }
}
