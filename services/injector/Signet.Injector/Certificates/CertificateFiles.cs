using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Signet.Injector.Certificates;

/// <summary>A certificate that somebody else renews, in files as Kubernetes mounts a Secret of TLS. What can't be read changes nothing.</summary>
internal sealed partial class CertificateFiles(
    CertificateSettings settings, ServingCertificate serving, TimeProvider time, ILogger<CertificateFiles> logger) : BackgroundService
{
    /// <summary>Reads the files, and serves what they hold.</summary>
    public void Look()
    {
        try
        {
            var (certificates, key) = (Path.Combine(settings.Folder, "tls.crt"), Path.Combine(settings.Folder, "tls.key"));
            X509Certificate2Collection chain = [];
            chain.ImportFromPemFile(certificates);
            serving.Set(X509Certificate2.CreateFromPemFile(certificates, key), [.. chain.Skip(1)]);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            Log.NotRead(logger, exception.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            Look();
            await Task.Delay(settings.CheckPeriod, time, stoppingToken).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1102, LogLevel.Warning, "The webhook's certificate can't be read from its files ({Fault}); trying again.")]
        public static partial void NotRead(ILogger logger, string fault);
    }
}
