using Signet.Load.Client;

namespace Signet.Load.Reports;

/// <summary>What all rounds together say of one system in one scenario.</summary>
internal sealed class Cell(IReadOnlyList<Measurement> rounds)
{
    private const double Microseconds = 1e6;

    private IReadOnlyList<Measurement> Rounds { get; } = rounds;

    /// <summary>Answers a second, the median of the rounds.</summary>
    public double PerSecond => Median(Rounds.Select(round => round.PerSecond));

    /// <summary>Microseconds of the system's processor time for an answer, over all rounds.</summary>
    public double ProcessorMicroseconds => Rounds.Sum(round => round.Processor.TotalSeconds) * Microseconds / Count;

    /// <summary>Octets allocated for an answer, over all rounds; null where nobody counts them.</summary>
    public double? AllocatedBytes => Rounds.All(round => round.Counts is not null)
        ? (double)Rounds.Sum(round => round.Counts!.Value.AllocatedBytes) / Count
        : null;

    private double Count => Rounds.Sum(round => round.Samples.Count);

    /// <summary>Milliseconds within which a share of the answers was complete, the median of the rounds.</summary>
    public double Whole(double share) => Median(Rounds.Select(round => round.Samples.Whole(share)));

    /// <summary>Milliseconds within which a share of the answers had begun, the median of the rounds.</summary>
    public double First(double share) => Median(Rounds.Select(round => round.Samples.First(share)));

    /// <summary>The median of the ratios of rates that stood side by side.</summary>
    public double RateAgainst(Cell baseline) =>
        Median(Rounds.Zip(baseline.Rounds, (round, other) => round.PerSecond / other.PerSecond));

    public double ProcessorAgainst(Cell baseline) => ProcessorMicroseconds / baseline.ProcessorMicroseconds;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
