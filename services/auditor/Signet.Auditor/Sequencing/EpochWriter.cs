using Signet.Ledger.Chain;
using Signet.Ledger.Segments;
using Signet.Ledger.State;

namespace Signet.Auditor.Sequencing;

/// <summary>Everything that a writer drops when it starts over. Owned by the sequencer.</summary>
internal sealed class EpochWriter(
    LogState state, ChainKey key, SegmentWriter segments, EntryAppender appender, StateShelf shelf, ClockGuard clock)
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    // A segment that was larger than most must not keep its room for ever.
    private const int MaxBufferKept = 4 * 1024 * 1024;

    private DateTimeOffset _swept = DateTimeOffset.MinValue;

    public LogState State { get; } = state;

    public ChainKey Key { get; } = key;

    public SegmentWriter Segments { get; } = segments;

    public EntryAppender Appender { get; } = appender;

    public StateShelf Shelf { get; } = shelf;

    public ClockGuard Clock { get; } = clock;

    public bool ClockInDoubt { get; set; }

    /// <summary>The room that segments are built in. Stores keep nothing of a segment's octets once they have answered, so one is enough.</summary>
    public SegmentBuffer Buffer { get; private set; } = new();

    /// <summary>A segment of this length was stored.</summary>
    public void Stored(int octets)
    {
        if (octets > MaxBufferKept)
        {
            Buffer = new SegmentBuffer();
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
