using Microsoft.Extensions.Diagnostics.HealthChecks;
using Signet.Auditor.Election;
using Signet.Auditor.Keys;

namespace Signet.Auditor.Publishing;

/// <summary>
/// Ready while this process writes the log, and degraded while its settings name keys that it can't take up: a revocation may be among them.
/// One that stands by for another isn't ready, so that nothing is sent to it.
/// </summary>
internal sealed class AuditorHealth(LogHead head, IWriterElection election, KeyRing ring) : IHealthCheck
{
    private const string Writer = "writer";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(head.IsWriting
            ? ring.IsCurrent
                ? HealthCheckResult.Healthy("the log is being written", Is("writing"))
                : HealthCheckResult.Degraded("the log is being written under other keys than the settings name", data: Is("writing"))
            : head.IsStoreAway
                ? HealthCheckResult.Unhealthy("the store can't be reached", data: Is("store_unreachable"))
            : election.IsStandby
                ? HealthCheckResult.Unhealthy("another auditor writes the log", data: Is("standby"))
                : HealthCheckResult.Unhealthy("the log can't be written", data: Is("stopped")));

    private static Dictionary<string, object> Is(string state) => new() { [Writer] = state };
}
