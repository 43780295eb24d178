using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Signet.Hosting.Telemetry;

namespace Signet.Injector.Certificates;

/// <summary>The certificate that connections get from now on. Until there is one, no handshake succeeds.</summary>
internal sealed class ServingCertificate(SignetMetrics metrics)
{
    private volatile Served? _served;

    public SslStreamCertificateContext? Context => _served?.Context;

    /// <summary>When it lapses; null while there is none.</summary>
    public DateTimeOffset? NotAfter => _served?.NotAfter;

    /// <summary>Serves a certificate, unless it is the one that is served.</summary>
    /// <param name="certificate">With its key.</param>
    /// <param name="chain">What comes with it.</param>
    public void Set(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        if (_served?.Thumbprint == certificate.Thumbprint)
        {
            return;
        }

        // A connection that begins just now may still use the one before, so that is left to the collector.
        _served = new Served(SslStreamCertificateContext.Create(certificate, chain, offline: true), certificate.Thumbprint, certificate.NotAfter.ToUniversalTime());
        metrics.WebhookCertificateExpires(_served.NotAfter);
    }

    private sealed record Served(SslStreamCertificateContext Context, string Thumbprint, DateTimeOffset NotAfter);
}
