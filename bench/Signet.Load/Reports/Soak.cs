namespace Signet.Load.Reports;

/// <summary>Resident memory of a gateway under steady load.</summary>
/// <param name="Samples">In MiB, in order.</param>
/// <param name="Interval">The time between them.</param>
internal sealed record Soak(IReadOnlyList<double> Samples, TimeSpan Interval)
{
    public double Peak => Samples.Max();

    /// <summary>The most of each minute.</summary>
    public IEnumerable<double> ByMinute => Samples.Chunk(Math.Max(1, (int)(TimeSpan.FromMinutes(1) / Interval))).Select(minute => minute.Max());

    /// <summary>
    /// The mean of the last quarter less that of the second: the first still holds the start, when code is compiled and pools fill.
    /// </summary>
    public double Growth => Samples.Skip(Samples.Count * 3 / 4).Average() - Samples.Skip(Samples.Count / 4).Take(Math.Max(1, Samples.Count / 4)).Average();
}
