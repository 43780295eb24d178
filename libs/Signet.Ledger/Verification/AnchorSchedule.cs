using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;

namespace Signet.Ledger.Verification;

/// <summary>
/// How long entries that count stood without an anchor (format 1, section 8): every type but seal, anchor, verification and
/// heartbeat counts. The auditor asks it when an anchor is due, the verifier whether one came too late.
/// </summary>
public sealed class AnchorSchedule
{
    private readonly Queue<(long Seq, DateTimeOffset At)> _waiting = [];
    private (long Seq, DateTimeOffset At)? _longWaiting;
    private (long Size, DateTimeOffset At)? _oldestInSegment;
    private TimeSpan _longest;
    private bool _any;

    /// <summary>The time of the oldest entry that counts and stands in no anchored tree, or null.</summary>
    public DateTimeOffset? OldestWaiting =>
        _longWaiting?.At ?? (_waiting.TryPeek(out var oldest) ? oldest.At : _oldestInSegment?.At);

    /// <summary>True for an entry that makes a checkpoint due an anchor.</summary>
    public static bool Counts(EntryBody? body) => body is not (SealBody or AnchorBody or VerificationBody or HeartbeatBody);

    /// <summary>Takes note of an entry.</summary>
    public void Entry(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Entry(entry.Seq, entry.RecordedAt, entry.Body);
    }

    /// <summary>Takes note of the end of a segment.</summary>
    public void SegmentEnds(long size)
    {
        if (_oldestInSegment is { } oldest)
        {
            _waiting.Enqueue((size, oldest.At));
            _oldestInSegment = null;
        }

        // Anchors that go further back than the walk can check count for nothing, so what waits there waits as one.
        if (_waiting.Count > TreeWalk.MaxRoots)
        {
            var first = _waiting.Dequeue();
            _longWaiting = (first.Seq, _longWaiting?.At ?? first.At);
        }
    }

    /// <summary>Takes note of an anchor over the tree of <paramref name="size"/>, recorded at <paramref name="at"/>.</summary>
    public void Anchored(long size, DateTimeOffset at)
    {
        if (_longWaiting is { } first && first.Seq <= size)
        {
            _longWaiting = null;
            Cover(first.At, at);
        }

        while (_waiting.TryPeek(out var oldest) && oldest.Seq <= size)
        {
            _waiting.Dequeue();
            Cover(oldest.At, at);
        }
    }

    /// <summary>The longest time that any entry has stood, or stands, unanchored; null when none counts.</summary>
    public TimeSpan? LongestLag(DateTimeOffset now)
    {
        if (OldestWaiting is { } waiting)
        {
            return now - waiting > _longest ? now - waiting : _longest;
        }

        return _any ? _longest : null;
    }

    /// <summary>Takes note of an entry; a commit has no body here.</summary>
    internal void Entry(long seq, DateTimeOffset at, EntryBody? body)
    {
        // One entry stands for its segment: anchors cover whole segments, and the first that counts waits longest.
        if (Counts(body))
        {
            _oldestInSegment ??= (seq, at);
        }
    }

    /// <summary>Begins with entries in the tree of <paramref name="size"/> that wait since <paramref name="since"/>.</summary>
    internal void Begin(long size, DateTimeOffset since) => _waiting.Enqueue((size, since));

    /// <summary>Forgets what waits in the tree of <paramref name="size"/>: whether it was anchored in time can't be told.</summary>
    internal void Waive(long size)
    {
        _longWaiting = _longWaiting is { } first && first.Seq <= size ? null : _longWaiting;
        while (_waiting.TryPeek(out var oldest) && oldest.Seq <= size)
        {
            _waiting.Dequeue();
        }
    }

    private void Cover(DateTimeOffset since, DateTimeOffset at)
    {
        _longest = at - since > _longest ? at - since : _longest;
        _any = true;
    }

    /// <summary>Writes the schedule as it is between two segments.</summary>
    internal void Save(ref CanonicalWriter writer)
    {
        writer.Key("schedule"u8);
        writer.BeginObject();
        writer.Boolean("any"u8, _any);
        PackedNumbers.Write(ref writer, "long_waiting"u8, _longWaiting is { } first ? [first.Seq, first.At.UtcTicks] : []);
        PackedNumbers.Write(ref writer, "longest"u8, [_longest.Ticks]);
        PackedNumbers.Write(ref writer, "waiting"u8, [.. _waiting.SelectMany(item => new[] { item.Seq, item.At.UtcTicks })]);
        writer.EndObject();
    }

    internal void Load(ref CanonicalReader reader)
    {
        reader.Key("schedule"u8);
        reader.BeginObject();
        reader.Key("any"u8);
        _any = reader.Boolean();
        if (PackedNumbers.Read(ref reader, "long_waiting"u8, 2) is [var seq, var at, ..])
        {
            _longWaiting = (seq, PackedNumbers.Time(ref reader, at));
        }

        if (PackedNumbers.Read(ref reader, "longest"u8, 1) is [>= 0 and var longest])
        {
            _longest = TimeSpan.FromTicks(longest);
        }
        else
        {
            reader.Fail();
        }

        var waiting = PackedNumbers.Read(ref reader, "waiting"u8, 2);
        for (var i = 0; i < waiting.Length; i += 2)
        {
            _waiting.Enqueue((waiting[i], PackedNumbers.Time(ref reader, waiting[i + 1])));
        }

        reader.EndObject();
    }
}
