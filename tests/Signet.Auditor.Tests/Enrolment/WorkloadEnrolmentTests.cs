using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Enrolment;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Memory;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Auditor.Tests.Enrolment;

/// <summary>Producers enrol over HTTP with the token of their pod, which an API server is asked about.</summary>
public sealed class WorkloadEnrolmentTests : IAsyncLifetime, IDisposable
{
    private const string ApiToken = "0123456789abcdef";
    private const string Pod = "signet-gateway-0";
    private const string WorkloadToken = "header.payload-of-the-pod.signature";

    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryStore _store = new();
    private readonly ConcurrentBag<string> _logged = [];
    private FakeTokenReviewServer _cluster = null!;
    private WebApplication _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string TokenPath => Path.Combine(_directory.Path, "token");

    public static TheoryData<string, string> Refused => new()
    {
        { "not authenticated", """{"authenticated": false}""" },
        { "an error", """{"authenticated": true, "error": "expired"}""" },
        { "no audiences", """{"audiences": null}""" },
        { "other audience", """{"audiences": ["kubernetes.default.svc"]}""" },
        { "other account", """{"user": {"username": "system:serviceaccount:signet:default"}}""" },
        { "other namespace", """{"user": {"username": "system:serviceaccount:other:signet-gateway"}}""" },
        { "a person", """{"user": {"username": "signet-gateway"}}""" },
        { "no pod", """{"user": {"username": "system:serviceaccount:signet:signet-gateway"}}""" },
        { "other pod", """{"user": {"username": "system:serviceaccount:signet:signet-gateway", "extra": {"authentication.kubernetes.io/pod-name": ["signet-gateway-1"], "authentication.kubernetes.io/pod-uid": ["5b2b"]}}}""" },
        { "no uid", """{"user": {"username": "system:serviceaccount:signet:signet-gateway", "extra": {"authentication.kubernetes.io/pod-name": ["signet-gateway-0"]}}}""" },
        { "a uid of another form", """{"user": {"username": "system:serviceaccount:signet:signet-gateway", "extra": {"authentication.kubernetes.io/pod-name": ["signet-gateway-0"], "authentication.kubernetes.io/pod-uid": ["a, b"]}}}""" },
    };

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(TokenPath, WorkloadToken + "\n", Token);
        _cluster = await FakeTokenReviewServer.StartAsync();
        _cluster.Answer = _ => Task.FromResult<JsonNode?>(FakeTokenReviewServer.Status());
        var given = TestAuditor.Options();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new BagLoggers(_logged));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SignetMetrics>();
        builder.Services.AddSingleton<ISegmentStore>(_store);
        builder.Services.AddSingleton<IDerivedStore>(_store);
        builder.Services.AddWorkloadEnrolment(new KubernetesClientConfiguration { Host = _cluster.Address });
        builder.Services.AddAuditor(new AuditorOptions
        {
            LogId = given.LogId,
            WriterId = given.WriterId,
            ChainKeyId = given.ChainKeyId,
            ChainRootSecret = given.ChainRootSecret,
            CheckpointSeed = given.CheckpointSeed,
            CommitToken = ApiToken,
            Settings = given.Settings,
            Enrolment = new EnrolmentOptions
            {
                Mode = EnrolmentMode.Kubernetes,
                ServiceAccounts = [new ServiceAccount("signet", "signet-gateway")],
                Keys = [new EnrolledKey("verifier", "verifier.key", EventSignature.Ed25519, KeyOf(9))],
            },
        });
        _app = builder.Build();
        _app.MapCommits();
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Enrol_PodOfAnAllowedAccount_StandsInTheLogWithItsEvidence()
    {
        await EnrolAsync(Pod, 1);

        var body = Assert.Single((await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<ProducerKeyBody>());
        Assert.Equal((Pod, "kubernetes: service account signet/signet-gateway, pod signet-gateway-0, uid 5b2b6c0e-94a1-4a63-b1d7-30a8d7f3a111"), (body.Producer, body.Evidence));
        Assert.Equal((WorkloadToken, "signet-auditor"), ((string?)_cluster.Asked!["token"], (string?)_cluster.Asked["audiences"]![0]));

        // The token is replaced by the cluster, and read again.
        await File.WriteAllTextAsync(TokenPath, "another.token.of-the-pod", Token);
        await EnrolAsync(Pod, 2);
        Assert.Equal("another.token.of-the-pod", (string?)_cluster.Asked!["token"]);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Enrol_TokenThatDoesntCount_IsRefused(string name, string change)
    {
        _cluster.Answer = _ =>
        {
            var status = FakeTokenReviewServer.Status();
            foreach (var (member, value) in JsonNode.Parse(change)!.AsObject())
            {
                status[member] = value?.DeepClone();
            }

            return Task.FromResult<JsonNode?>(status);
        };

        var exception = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => EnrolAsync(Pod, 1));

        Assert.True(exception.Message.Length > 0, name);
        Assert.DoesNotContain(await TestAuditor.EntriesAsync(_store), entry => entry.Body is ProducerKeyBody);
        AssertNothingTold();
    }

    [Theory]
    [InlineData("app-0", "app-0", true)]
    [InlineData("app-0", "app-0.signet", true)]
    [InlineData("app-0", "app-0.other", false)]
    [InlineData("app-0", "app-1", false)]
    [InlineData("app-0.signet", "app-0.signet", false)]
    [InlineData("app-0.signet", "app-0.signet.signet", true)]
    public async Task Enrol_NameOfTheProducer_IsThePodsWithOrWithoutItsNamespaceAndNeverAnothers(string pod, string producer, bool accepted)
    {
        var status = FakeTokenReviewServer.Status();
        status["user"]!["extra"]!["authentication.kubernetes.io/pod-name"] = new JsonArray(pod);
        _cluster.Answer = _ => Task.FromResult<JsonNode?>(status.DeepClone());
        if (!accepted)
        {
            await Assert.ThrowsAsync<UnauthorizedAccessException>(() => EnrolAsync(producer, 1));
            return;
        }

        await EnrolAsync(producer, 1);
        Assert.Equal(producer, Assert.Single((await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<ProducerKeyBody>()).Producer);
    }

    [Fact]
    public async Task Enrol_WithoutAToken_IsRefusedAndTheClusterIsntAsked()
    {
        using var client = new HttpProducerEnrolment(new HttpCommitTransportOptions { BaseAddress = Address, ApiToken = ApiToken }, TimeProvider.System);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.EnrolAsync(Enrolment(Pod, 1), Token).AsTask());

        Assert.Null(_cluster.Asked);
    }

    [Fact]
    public async Task Enrol_ListedKey_NeedsNoCluster()
    {
        using var client = new HttpProducerEnrolment(new HttpCommitTransportOptions { BaseAddress = Address, ApiToken = ApiToken }, TimeProvider.System);
        var listed = new ProducerEnrolment("verifier", "verifier.key", EventSignature.Ed25519, KeyOf(9), "ignored");

        await client.EnrolAsync(listed, Token);

        Assert.Equal("the auditor's settings", Assert.Single((await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<ProducerKeyBody>()).Evidence);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.EnrolAsync(listed with { PublicKey = KeyOf(8) }, Token).AsTask());
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.EnrolAsync(listed with { Alg = EventSignature.Ed25519Tree }, Token).AsTask());
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => client.EnrolAsync(listed with { ProducerId = Pod }, Token).AsTask());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(200)]
    public async Task Enrol_ClusterGivesNoAnswer_IsToBeAskedAgain(int status)
    {
        _cluster.Answer = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("no TokenReview, and " + WorkloadToken, Token);
            return null;
        };

        await Assert.ThrowsAsync<IOException>(() => EnrolAsync(Pod, 1));
        AssertNothingTold();

        _cluster.Answer = _ => Task.FromResult<JsonNode?>(FakeTokenReviewServer.Status());
        await EnrolAsync(Pod, 1);
    }

    [Fact]
    public async Task Enrol_ClusterHangsOrIsGone_IsToBeAskedAgain()
    {
        _cluster.Answer = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return null;
        };
        await Assert.ThrowsAsync<IOException>(() => EnrolAsync(Pod, 1));

        await _cluster.DisposeAsync();
        await Assert.ThrowsAsync<IOException>(() => EnrolAsync(Pod, 1));
        AssertNothingTold();
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData(null)]
    public async Task Enrol_TokenFileThatCantBeUsed_IsToBeTriedAgain(string? text)
    {
        File.Delete(TokenPath);
        if (text is not null)
        {
            await File.WriteAllTextAsync(TokenPath, text, Token);
        }

        await Assert.ThrowsAnyAsync<IOException>(() => EnrolAsync(Pod, 1));
        Assert.Null(_cluster.Asked);
    }

    private Uri Address => new(_app.Urls.Single());

    private static byte[] KeyOf(byte number) => [.. Enumerable.Repeat(number, 32)];

    private static ProducerEnrolment Enrolment(string producer, byte number) =>
        new(producer, $"key.{number}", EventSignature.Ed25519Tree, KeyOf(number), "ignored");

    private async Task EnrolAsync(string producer, byte number)
    {
        using var client = new HttpProducerEnrolment(
            new HttpCommitTransportOptions { BaseAddress = Address, ApiToken = ApiToken, WorkloadTokenPath = TokenPath, Timeout = TimeSpan.FromMinutes(1) }, TimeProvider.System);
        await client.EnrolAsync(Enrolment(producer, number), Token);
    }

    private void AssertNothingTold()
    {
        Assert.Contains(_logged, message => message.Contains("enrol", StringComparison.Ordinal));
        Assert.DoesNotContain(_logged, message => message.Contains("payload-of-the-pod", StringComparison.Ordinal));
    }

    private sealed class BagLoggers(ConcurrentBag<string> messages) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            messages.Add(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
