using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signet.Gateway.Commits;

/// <summary>Ready when decisions can be recorded.</summary>
internal sealed class PublisherHealthCheck(CommitPublisher publisher) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> data = new()
        {
            ["acknowledgement"] = publisher.Level.ToString().ToLowerInvariant(),
            ["enrolled"] = publisher.IsEnrolled,
            ["sending"] = publisher.IsSending,
        };
        return Task.FromResult(publisher.IsEnrolled && publisher.IsSending
            ? HealthCheckResult.Healthy("Decisions can be recorded.", data)
            : HealthCheckResult.Unhealthy("Decisions can't be recorded.", data: data));
    }
}
