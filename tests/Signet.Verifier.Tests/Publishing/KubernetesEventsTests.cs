using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Signet.Storage;
using Signet.Testing.Storage;
using Signet.Verifier.Publishing;

namespace Signet.Verifier.Tests.Publishing;

/// <summary>Events against an API server over TLS, with a certificate of its own cluster.</summary>
public sealed class KubernetesEventsTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _certificate = Certificate();
    private readonly List<(string Path, string? Authorization, JsonNode Body)> _events = [];
    private WebApplication _server = null!;
    private int _status = StatusCodes.Status201Created;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_certificate)));
        _server = builder.Build();
        _server.MapPost("/{**path}", async (HttpContext http) =>
        {
            _events.Add((http.Request.Path, http.Request.Headers.Authorization, (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: Token))!));
            http.Response.StatusCode = _status;
        });
        await _server.StartAsync(Token);
        await File.WriteAllTextAsync(_directory.File("token"), "a-token\n", Token);
        await File.WriteAllTextAsync(_directory.File("ca.crt"), _certificate.ExportCertificatePem(), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Publish_NotVerified_RaisesAWarningAboutThePod()
    {
        await new KubernetesEvents(Options()).PublishAsync(Outcome("the store is away"), Token);
        var (path, authorization, body) = Assert.Single(_events);
        Assert.Equal(("/api/v1/namespaces/audit/events", "Bearer a-token"), (path, authorization));
        Assert.Equal(("Event", "Warning", "LogNotVerified"), ((string?)body["kind"], (string?)body["type"], (string?)body["reason"]));
        Assert.Equal(("Pod", "verifier-0", "audit"), (
            (string?)body["involvedObject"]!["kind"], (string?)body["involvedObject"]!["name"], (string?)body["involvedObject"]!["namespace"]));
        Assert.Contains("the store is away", (string?)body["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_LongFault_IsCut()
    {
        await new KubernetesEvents(Options()).PublishAsync(Outcome(new string('x', 5_000)), Token);
        Assert.True(((string?)Assert.Single(_events).Body["message"])!.Length <= 1_024);
    }

    [Fact]
    public async Task Publish_Refused_Throws()
    {
        _status = StatusCodes.Status403Forbidden;
        await Assert.ThrowsAsync<IOException>(() => new KubernetesEvents(Options()).PublishAsync(Outcome("x"), Token).AsTask());
    }

    [Fact]
    public async Task Publish_ServerOfAnotherCluster_IsNotToldAnything()
    {
        using var other = Certificate();
        await File.WriteAllTextAsync(_directory.File("ca.crt"), other.ExportCertificatePem(), Token);
        await Assert.ThrowsAsync<IOException>(() => new KubernetesEvents(Options()).PublishAsync(Outcome("x"), Token).AsTask());
        Assert.Empty(_events);
    }

    [Fact]
    public async Task Publish_NoToken_Throws()
    {
        File.Delete(_directory.File("token"));
        await Assert.ThrowsAsync<IOException>(() => new KubernetesEvents(Options()).PublishAsync(Outcome("x"), Token).AsTask());
        Assert.Empty(_events);
    }

    private static VerificationOutcome Outcome(string fault) => new()
    {
        LogId = "a-log",
        Report = null,
        Fault = fault,
        StartedAt = TestLog.Start,
        Took = TimeSpan.FromSeconds(1),
        Octets = 0,
        Protection = StoreProtection.ObjectLock,
    };

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private KubernetesEventOptions Options() => new()
    {
        Server = new Uri(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        TokenPath = _directory.File("token"),
        CertificatesPath = _directory.File("ca.crt"),
        Namespace = "audit",
        Pod = "verifier-0",
    };
}
