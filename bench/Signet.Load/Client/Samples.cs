using System.Diagnostics;

namespace Signet.Load.Client;

/// <summary>How long answers took, in ticks of the stopwatch.</summary>
internal sealed class Samples
{
    private readonly List<long> _whole = [];
    private readonly List<long> _first = [];

    public int Count => _whole.Count;

    public void Add(long whole, long first)
    {
        _whole.Add(whole);
        _first.Add(first);
    }

    public void Add(Samples other)
    {
        _whole.AddRange(other._whole);
        _first.AddRange(other._first);
    }

    /// <summary>Sorts, so that percentiles can be taken.</summary>
    public void Sort()
    {
        _whole.Sort();
        _first.Sort();
    }

    /// <summary>Milliseconds within which a share of the answers was complete.</summary>
    public double Whole(double share) => Percentile(_whole, share);

    /// <summary>Milliseconds within which a share of the answers had begun.</summary>
    public double First(double share) => Percentile(_first, share);

    private static double Percentile(List<long> sorted, double share) => sorted.Count == 0
        ? double.NaN
        : Stopwatch.GetElapsedTime(0, sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))]).TotalMilliseconds;
}
