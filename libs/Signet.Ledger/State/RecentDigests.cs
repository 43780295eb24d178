namespace Signet.Ledger.State;

/// <summary>
/// The digests of the latest events of an epoch, by their numbers, ascending. Events mostly come in the order of their numbers: then taking
/// one and forgetting the oldest move nothing and allocate nothing. Not safe for concurrent use.
/// </summary>
internal sealed class RecentDigests
{
    private const int Smallest = 16;

    // What is remembered stands in one piece, from _start; what was forgotten leaves its room before it until the end is reached.
    private Row[] _rows = [];
    private int _start;

    /// <summary>How many are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>The numbers and their digests, valid until the next change.</summary>
    public ReadOnlySpan<Row> Rows => _rows.AsSpan(_start, Count);

    /// <summary>The digest of a number; null when it isn't remembered.</summary>
    public Digest? Find(long seq)
    {
        var at = IndexOf(seq);
        return at < Count && Rows[at].Seq == seq ? Rows[at].Digest : null;
    }

    /// <summary>Remembers a digest, in place of another of the same number.</summary>
    public void Set(long seq, Digest digest)
    {
        var at = IndexOf(seq);
        if (at == Count || Rows[at].Seq != seq)
        {
            MakeRoom();
            var from = _rows.AsSpan(_start + at, Count - at);
            from.CopyTo(_rows.AsSpan(_start + at + 1));
            Count++;
        }

        _rows[_start + at] = new Row(seq, digest);
    }

    /// <summary>Forgets the smallest numbers until <paramref name="keep"/> are left.</summary>
    public void Forget(int keep)
    {
        if (Count <= keep)
        {
            return;
        }

        _start += Count - keep;
        Count = keep;
        if (Count < _rows.Length / 8)
        {
            // Once an epoch is over it keeps few, and there may be many such.
            MoveTo(new Row[Math.Max(Smallest, Count)]);
        }
    }

    private int IndexOf(long seq)
    {
        var rows = Rows;
        if (rows.IsEmpty || rows[^1].Seq < seq)
        {
            return Count;
        }

        var (low, high) = (0, Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = rows[middle].Seq < seq ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Makes room for one more at the end. Moves at most once for as many as it makes room for.</summary>
    private void MakeRoom()
    {
        if (_start + Count < _rows.Length)
        {
            return;
        }

        MoveTo(Count <= _rows.Length / 2 && _rows.Length > 0 ? _rows : new Row[Math.Max(Smallest, Count * 2)]);
    }

    private void MoveTo(Row[] room)
    {
        Rows.CopyTo(room);
        (_rows, _start) = (room, 0);
    }

    /// <summary>An event's number and digest.</summary>
    internal readonly record struct Row(long Seq, Digest Digest);
}
