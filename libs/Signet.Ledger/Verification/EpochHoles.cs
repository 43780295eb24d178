using Signet.Ledger.Canonical;
using Signet.Ledger.State;

namespace Signet.Ledger.Verification;

/// <summary>
/// Which numbers of one producer epoch are missing, and since when. Needs room for the holes alone, however many numbers came
/// or were skipped. Not safe for concurrent use.
/// </summary>
internal sealed class EpochHoles
{
    private readonly SortedList<long, (long Through, DateTimeOffset Since)> _holes = [];
    private readonly List<(long From, long Through)> _covered = [];
    private long _next;

    /// <summary>Takes note of a number, recorded at <paramref name="at"/>.</summary>
    /// <returns>False when it was known.</returns>
    public bool Add(long seq, DateTimeOffset at)
    {
        if (seq >= _next)
        {
            if (seq > _next)
            {
                _holes.Add(_next, (seq - 1, at));
            }

            _next = seq + 1;
            return true;
        }

        var index = IndexAtOrBelow(seq);
        if (index < 0 || _holes.GetValueAtIndex(index) is var hole && hole.Through < seq)
        {
            return false;
        }

        var from = _holes.GetKeyAtIndex(index);
        _holes.RemoveAt(index);
        if (from < seq)
        {
            _holes.Add(from, (seq - 1, hole.Since));
        }

        if (seq < hole.Through)
        {
            _holes.Add(seq + 1, hole);
        }

        return true;
    }

    /// <summary>Takes note that a gap entry accounts for these numbers.</summary>
    public void Cover(long from, long through) => _covered.Add((from, through));

    /// <summary>The holes, ascending, with how many of their numbers no gap entry accounts for.</summary>
    public IEnumerable<(long From, long Through, DateTimeOffset Since, long Uncovered)> Open()
    {
        _covered.Sort();
        var ranges = Joined().ToList();
        var next = 0;
        foreach (var (from, hole) in _holes)
        {
            // Holes and ranges both ascend, so each is looked at once, but for a range that reaches into the next hole.
            var uncovered = hole.Through - from + 1;
            while (next < ranges.Count && ranges[next].Through < from)
            {
                next++;
            }

            for (var i = next; i < ranges.Count && ranges[i].From <= hole.Through; i++)
            {
                uncovered -= Math.Min(ranges[i].Through, hole.Through) - Math.Max(ranges[i].From, from) + 1;
                next = i;
            }

            yield return (from, hole.Through, hole.Since, uncovered);
        }
    }

    /// <summary>The covered numbers as ranges that don't meet.</summary>
    private IEnumerable<(long From, long Through)> Joined()
    {
        var (from, through) = (0L, -1L);
        foreach (var range in _covered)
        {
            if (range.From > through && through >= from)
            {
                yield return (from, through);
                (from, through) = range;
            }
            else
            {
                (from, through) = through < from ? range : (from, Math.Max(through, range.Through));
            }
        }

        if (through >= from)
        {
            yield return (from, through);
        }
    }

    private int IndexAtOrBelow(long seq)
    {
        var (low, high) = (0, _holes.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_holes.GetKeyAtIndex(middle) <= seq)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    /// <summary>Begins with what a log's state object tells of the epoch.</summary>
    public void Begin(ProducerEpoch epoch)
    {
        _next = epoch.Progress.Next;
        foreach (var seq in epoch.Progress.Above)
        {
            // Since when each hole has been there isn't known, but when the epoch was last heard of it was.
            Add(seq, epoch.LastHeard);
        }

        if (epoch.ReportedThrough >= 0)
        {
            Cover(0, epoch.ReportedThrough);
        }

        if (epoch.SilenceReported)
        {
            Cover(_next, long.MaxValue);
        }
    }

    public void Save(ref CanonicalWriter writer)
    {
        PackedNumbers.Write(ref writer, "covered"u8, [.. _covered.SelectMany(range => new[] { range.From, range.Through })]);
        PackedNumbers.Write(
            ref writer, "holes"u8, [.. _holes.SelectMany(hole => new[] { hole.Key, hole.Value.Through, hole.Value.Since.UtcTicks })]);
        PackedNumbers.Write(ref writer, "next"u8, [_next]);
    }

    public void Load(ref CanonicalReader reader)
    {
        var covered = PackedNumbers.Read(ref reader, "covered"u8, 2);
        for (var i = 0; i < covered.Length; i += 2)
        {
            if (covered[i] < 0 || covered[i + 1] < covered[i])
            {
                reader.Fail();
            }

            _covered.Add((covered[i], covered[i + 1]));
        }

        var holes = PackedNumbers.Read(ref reader, "holes"u8, 3);
        _next = PackedNumbers.Read(ref reader, "next"u8, 1) is [var next] ? next : -1;

        // A number that came stands between two holes, and one behind the last.
        var lowest = 0L;
        for (var i = 0; i < holes.Length; i += 3)
        {
            var (from, through) = (holes[i], holes[i + 1]);
            if (from < lowest || through < from || through >= _next - 1)
            {
                reader.Fail();
                return;
            }

            _holes.Add(from, (through, PackedNumbers.Time(ref reader, holes[i + 2])));
            lowest = through + 2;
        }

        if (_next < 0)
        {
            reader.Fail();
        }
    }
}
