using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signet.Injector.Certificates;

/// <summary>Ready while a certificate is served that hasn't lapsed: an API server would call in vain otherwise.</summary>
internal sealed class CertificateHealth(ServingCertificate serving, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(serving.NotAfter is { } lapses && time.GetUtcNow() < lapses
            ? HealthCheckResult.Healthy("a certificate is served", new Dictionary<string, object> { ["lapses"] = lapses.ToUnixTimeSeconds() })
            : HealthCheckResult.Unhealthy("there is no certificate that could be served"));
}
