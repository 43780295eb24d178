using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Election;
using Signet.Hosting.Telemetry;
using Signet.Storage;
using Signet.Storage.Memory;
using Signet.Testing.Cluster;
using Xunit;

namespace Signet.Auditor.Tests.Election;

/// <summary>An auditor that stands by, as a host composes it.</summary>
public sealed class StandbyTests : IAsyncLifetime
{
    private const string ApiToken = "0123456789abcdef";

    private static readonly LeaseOptions Times = new() { Name = "log", Namespace = "signet" };

    private readonly MemoryStore _store = new();
    private readonly HttpClient _client = new();
    private FakeApiServer _server = null!;
    private WebApplication _app = null!;
    private KubernetesLease _lease = null!;
    private V1Lease _held = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<SignetMetrics>();
        builder.Services.AddSingleton<ISegmentStore>(_store);
        builder.Services.AddSingleton<IDerivedStore>(_store);
        builder.Services.AddLeaseElection(Times, new KubernetesClientConfiguration { Host = _server.Address, DisableHttp2 = true });
        builder.Services.AddAuditor(TestAuditor.Options(token: ApiToken));
        _app = builder.Build();
        _app.MapAuditor().MapCommits();
        _lease = new KubernetesLease(_app.Services.GetRequiredService<IKubernetes>(), Times);
        _held = (await _lease.CreateAsync(new V1LeaseSpec { HolderIdentity = "another", LeaseDurationSeconds = 600 }, Token))!;
        await _app.StartAsync(Token);
        _client.BaseAddress = new Uri(_app.Urls.Single());
        _client.DefaultRequestHeaders.Add("dapr-api-token", ApiToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Standby_IsNotReadyAndSaysWhy()
    {
        Assert.Equal((HealthStatus.Unhealthy, "standby"), await ReadinessAsync());

        // Of the sidecar, which then delivers nothing.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _client.GetAsync(new Uri("/healthz", UriKind.Relative), Token)).StatusCode);
    }

    [Fact]
    public async Task Standby_Delivery_IsRetryAndNothingIsStored()
    {
        using var body = new StringContent(
            """{"entries":[{"entryId":"a","event":{"specversion":"1.0","data":{"no":"event"}}}]}""", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri("/events", UriKind.Relative), body, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var said = (await answer.Content.ReadFromJsonAsync<JsonNode>(Token))!;
        Assert.Equal("RETRY", (string?)said["status"]);
        Assert.Equal(["RETRY"], said["statuses"]!.AsArray().Select(status => (string?)status!["status"]));
        Assert.Null(await _store.FindLastSegmentAsync(TestAuditor.LogId, Token));
    }

    [Fact]
    public async Task Standby_LeaseIsGivenBack_WritesAndIsReady()
    {
        await _lease.ReplaceAsync(_held, new V1LeaseSpec { LeaseDurationSeconds = 1 }, Token);
        await TestAuditor.EventuallyAsync(async () => (await ReadinessAsync()).Status == HealthStatus.Healthy);

        Assert.Equal("writing", (await ReadinessAsync()).Writer);
        Assert.StartsWith("writer.a.", (string)_server.Lease!["spec"]!["holderIdentity"]!, StringComparison.Ordinal);
        await _app.StopAsync(Token);
        Assert.Null(_server.Lease["spec"]!["holderIdentity"]);
        Assert.Equal((HealthStatus.Unhealthy, "stopped"), await ReadinessAsync());
    }

    private async Task<(HealthStatus Status, string? Writer)> ReadinessAsync()
    {
        var report = await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Token);
        return (report.Status, report.Entries["auditor"].Data["writer"] as string);
    }
}
