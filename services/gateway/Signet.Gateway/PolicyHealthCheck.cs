using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signet.Gateway;

/// <summary>
/// Degraded while the policy's file or object holds something that can't be put into force, or can't be looked at; requests are decided by the
/// policies before it.
/// </summary>
internal sealed class PolicyHealthCheck(GatewayPolicySource source) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> data = new()
        {
            ["policy_sha256"] = source.Current.Sha256.ToString(),
            ["shadow"] = source.Current.Policies.Default.Shadow,
        };
        var what = source.Object is null ? "file" : "object";
        return Task.FromResult(source.Fault is null
            ? HealthCheckResult.Healthy($"The policy {what} is in force.", data)
            : HealthCheckResult.Degraded($"The policy {what} can't be used; the policies before it are in force.", data: data));
    }
}
