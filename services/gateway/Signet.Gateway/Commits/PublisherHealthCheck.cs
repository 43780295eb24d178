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
        if (publisher.Spool is { } spool)
        {
            (data["spool"], data["spooled"]) = (SpoolTelemetry.WordOf(spool.State), spool.Records);
        }

        return Task.FromResult(publisher is { IsEnrolled: true, IsSending: true, Spool: null or { TakesEvents: true } }
            ? HealthCheckResult.Healthy("Decisions can be recorded.", data)
            : HealthCheckResult.Unhealthy("Decisions can't be recorded.", data: data));
    }
}
