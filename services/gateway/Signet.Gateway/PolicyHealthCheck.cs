using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signet.Gateway;

/// <summary>Degraded while the policy file holds something that can't be put into force; requests are decided by the policies before it.</summary>
internal sealed class PolicyHealthCheck(GatewayPolicySource source, PolicyReloader reloader) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Dictionary<string, object> data = new()
        {
            ["policy_sha256"] = source.Current.Sha256.ToString(),
            ["shadow"] = source.Current.Policies.Default.Shadow,
        };
        return Task.FromResult(reloader.Fault is null
            ? HealthCheckResult.Healthy("The policy file is in force.", data)
            : HealthCheckResult.Degraded("The policy file can't be used; the policies before it are in force.", data: data));
    }
}
