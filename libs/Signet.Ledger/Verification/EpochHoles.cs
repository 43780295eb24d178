using Signet.Ledger.Canonical;

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

    /// <summary>How many numbers below the greatest known one are missing.</summary>
    public long Missing { get; private set; }

    /// <summary>Takes note of a number, recorded at <paramref name="at"/>.</summary>
    /// <returns>False when it was known.</returns>
    public bool Add(long seq, DateTimeOffset at)
    {
        if (seq >= _next)
        {
            if (seq > _next)
            {
                _holes.Add(_next, (seq - 1, at));
                Missing += seq - _next;
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

        Missing--;
        return true;
    }

    /// <summary>Takes note that a gap entry accounts for these numbers.</summary>
    public void Cover(long from, long through) => _covered.Add((from, through));

    /// <summary>The holes, ascending: a hole counts as covered when gap entries account for all of it.</summary>
    public IEnumerable<(long From, long Through, DateTimeOffset Since, bool Covered)> Open()
    {
        _covered.Sort();
        var next = 0;
        var (reachFrom, reachThrough) = (0L, -1L);
        foreach (var (from, hole) in _holes)
        {
            // Holes and ranges both ascend, so each is looked at once.
            var reach = reachThrough == long.MaxValue ? reachThrough : reachThrough + 1;
            while (next < _covered.Count && _covered[next].From <= Math.Max(from, reach))
            {
                var range = _covered[next++];
                (reachFrom, reachThrough) = range.From <= reach
                    ? (reachFrom, Math.Max(reachThrough, range.Through))
                    : (range.From, range.Through);
                reach = reachThrough == long.MaxValue ? reachThrough : reachThrough + 1;
            }

            yield return (from, hole.Through, hole.Since, reachFrom <= from && hole.Through <= reachThrough);
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
            Missing += through - from + 1;
            lowest = through + 2;
        }

        if (_next < 0)
        {
            reader.Fail();
        }
    }
}
