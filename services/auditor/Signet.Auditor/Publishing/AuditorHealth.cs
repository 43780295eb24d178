using Microsoft.Extensions.Diagnostics.HealthChecks;
using Signet.Auditor.Election;

namespace Signet.Auditor.Publishing;

/// <summary>Ready while this process writes the log. One that stands by for another isn't, so that nothing is sent to it.</summary>
internal sealed class AuditorHealth(LogHead head, IWriterElection election) : IHealthCheck
{
    private const string Writer = "writer";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(head.IsWriting
            ? HealthCheckResult.Healthy("the log is being written", Is("writing"))
            : head.IsStoreAway
                ? HealthCheckResult.Unhealthy("the store can't be reached", data: Is("store_unreachable"))
            : election.IsStandby
                ? HealthCheckResult.Unhealthy("another auditor writes the log", data: Is("standby"))
                : HealthCheckResult.Unhealthy("the log can't be written", data: Is("stopped")));

    private static Dictionary<string, object> Is(string state) => new() { [Writer] = state };
}
