using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signet.Anchorer;

/// <summary>Whether anchors come in time. Late ones hold nothing up: the worst that is said is "degraded".</summary>
internal sealed class AnchorerHealth(AnchorLag lag, AnchorerOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lag.Current <= options.MaxLag
            ? HealthCheckResult.Healthy("anchors come in time")
            : HealthCheckResult.Degraded("the oldest entry waits for its anchor longer than it should"));
}
