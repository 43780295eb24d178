using Signet.Cli.Policies;
using Signet.Gateway;
using Signet.Policy.Pipeline;

namespace Signet.Cli.Benching;

/// <summary>How long the gateway's own routing, preflight, surfaces and admission take on some requests, one after the other on one thread.</summary>
/// <param name="Sorted">The times, shortest first.</param>
/// <param name="Decisions">How often each decision came.</param>
internal sealed record LatencyRun(IReadOnlyList<TimeSpan> Sorted, IReadOnlyDictionary<string, int> Decisions)
{
    public static async Task<LatencyRun> MeasureAsync(
        PolicySet policies, IReadOnlyList<PolicyTrialRequest> requests, int warmUp, int count, CancellationToken cancellationToken)
    {
        var times = new List<TimeSpan>(count);
        var decisions = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = -warmUp; i < count; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var result = await PolicyTrial.RunAsync(policies, requests[(i + warmUp) % requests.Count], cancellationToken);
            var took = TimeProvider.System.GetElapsedTime(began);
            if (i >= 0)
            {
                times.Add(took);
                var decision = PolicyTestExpectation.Seen(result).Decision;
                decisions[decision] = decisions.GetValueOrDefault(decision) + 1;
            }
        }

        times.Sort();
        return new LatencyRun(times, decisions);
    }

    /// <summary>The time that a share of all requests took at most.</summary>
    public TimeSpan At(double share) => Sorted[Math.Clamp((int)Math.Ceiling(share * Sorted.Count) - 1, 0, Sorted.Count - 1)];
}
