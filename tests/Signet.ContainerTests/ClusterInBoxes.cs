using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signet.ContainerTests.Docker;
using Signet.Testing.Cluster;
using Signet.Testing.Storage;

namespace Signet.ContainerTests;

/// <summary>
/// A cluster as far as an auditor's pod sees it: an API server behind TLS that knows one Lease, a service account's files, and variables that say where.
/// There is no Service: who is ready is given the name that gateways know by the test.
/// </summary>
internal sealed class ClusterInBoxes : IAsyncDisposable
{
    private const string Token = "a-service-account-of-this-test";
    private const string AccountInBox = "/var/run/secrets/kubernetes.io/serviceaccount";

    private readonly TemporaryDirectory _files = new();
    private readonly X509Certificate2 _certificate;
    private readonly FakeApiServer _server;

    private ClusterInBoxes(X509Certificate2 certificate, FakeApiServer server) => (_certificate, _server) = (certificate, server);

    public string? Holder => (string?)_server.Lease?["spec"]?["holderIdentity"];

    public IReadOnlyList<BoxMount> Mounts => [new(_files.File("account"), AccountInBox)];

    public static async Task<ClusterInBoxes> StartAsync(IPAddress address, CancellationToken cancellationToken)
    {
        var certificate = Certificate(address);
        var cluster = new ClusterInBoxes(certificate, await FakeApiServer.StartAsync(address, certificate, Token));
        var account = cluster._files.File("account");
        Directory.CreateDirectory(account);
        await File.WriteAllTextAsync(Path.Combine(account, "token"), Token, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(account, "namespace"), "signet", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(account, "ca.crt"), certificate.ExportCertificatePem(), cancellationToken);
        await ContainerHost.OwnedAsync(account, cancellationToken);
        return cluster;
    }

    /// <summary>What an auditor's pod is told: the times are short, in the proportions of the defaults.</summary>
    public void Tell(IDictionary<string, string> environment)
    {
        var address = new Uri(_server.Address);
        environment["KUBERNETES_SERVICE_HOST"] = address.Host;
        environment["KUBERNETES_SERVICE_PORT"] = $"{address.Port}";
        environment["Auditor__Lease__Name"] = "log";
        environment["Auditor__Lease__Duration"] = "00:00:06";
        environment["Auditor__Lease__RenewDeadline"] = "00:00:04";
        environment["Auditor__Lease__RetryPeriod"] = "00:00:01";
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _files.Dispose();
    }

    private static X509Certificate2 Certificate(IPAddress address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=api server of a test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
    }
}
