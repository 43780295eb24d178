using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signet.Auditor.Publishing;

/// <summary>Ready while this process writes the log.</summary>
internal sealed class AuditorHealth(LogHead head) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(head.IsWriting
            ? HealthCheckResult.Healthy("the log is being written")
            : HealthCheckResult.Unhealthy("the log can't be written"));
}
