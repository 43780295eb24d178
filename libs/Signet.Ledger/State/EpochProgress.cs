namespace Signet.Ledger.State;

/// <summary>
/// Which numbers of one producer epoch are known: all below a watermark, and a set above it. Not safe for concurrent use.
/// </summary>
public sealed class EpochProgress
{
    /// <summary>How far above the watermark a number may be (format 1, section 5).</summary>
    public const int MaxAhead = 65_536;

    private readonly SortedSet<long> _above = [];

    internal EpochProgress()
    {
    }

    /// <summary>Progress as it was.</summary>
    internal EpochProgress(long next, IEnumerable<long> above)
    {
        Next = next;
        foreach (var seq in above)
        {
            Add(seq);
        }
    }

    /// <summary>Every number below this one is known; 0 or more.</summary>
    public long Next { get; private set; }

    /// <summary>The known numbers above <see cref="Next"/>, ascending.</summary>
    public IReadOnlyCollection<long> Above => _above;

    /// <summary>The number behind the greatest that is known.</summary>
    public long End => _above.Count > 0 ? _above.Max + 1 : Next;

    /// <summary>True when the number is known.</summary>
    public bool Contains(long seq) => seq < Next || _above.Contains(seq);

    /// <summary>Takes note of a number.</summary>
    /// <returns>False when it was known.</returns>
    internal bool Add(long seq)
    {
        if (Contains(seq))
        {
            return false;
        }

        if (seq != Next)
        {
            _above.Add(seq);
            return true;
        }

        Next++;
        while (_above.Count > 0 && _above.Remove(Next))
        {
            Next++;
        }

        return true;
    }
}
