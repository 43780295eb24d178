using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Signet.Hosting.Telemetry;
using Signet.Injector.Certificates;
using Signet.Injector.Tests.Fakes;

namespace Signet.Injector.Tests.Certificates;

/// <summary>The life of the certificate, with a clock of the tests' and an API server that checks versions.</summary>
public sealed class CertificateKeeperTests : IAsyncLifetime
{
    private readonly CertificateSettings _settings = new()
    {
        Secret = "signet-injector",
        Namespace = "signet",
        Service = "signet-injector",
        WebhookConfiguration = "signet",
    };

    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-05-06T07:08:09Z", null));
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private FakeCluster _cluster = null!;
    private Kubernetes _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await FakeCluster.StartAsync();
        _client = new Kubernetes(new KubernetesClientConfiguration { Host = _cluster.Address });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _cluster.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Step_AtFirst_MakesAPairThatIsTrustedAndServed()
    {
        var (keeper, serving) = Replica();
        await keeper.StepAsync(Token);

        AssertTrusts(serving);
        Assert.Equal(_time.GetUtcNow() + _settings.Lifetime, serving.NotAfter);
        Assert.Equal("yes", (string?)_cluster.Secret["metadata"]!["labels"]!["kept"]);
        Assert.Single(Authorities());
        var leaf = serving.Context!.TargetCertificate;
        Assert.True(leaf.MatchesHostname("signet-injector.signet.svc"));
        Assert.NotNull(leaf.GetECDsaPrivateKey());
    }

    [Fact]
    public async Task Step_NothingToDo_WritesNothing()
    {
        var (keeper, _) = Replica();
        await keeper.StepAsync(Token);
        var writes = _cluster.Writes;
        for (var day = 0; day < 50; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            await keeper.StepAsync(Token);
        }

        Assert.Equal(writes, _cluster.Writes);
    }

    [Fact]
    public async Task Rotation_TheNewAuthorityIsTrustedBeforeItIsUsed_AndTheOldOneAfter()
    {
        var (keeper, serving) = Replica();
        await keeper.StepAsync(Token);
        var first = serving.Context!.TargetCertificate.Thumbprint;

        _time.Advance(TimeSpan.FromDays(61));
        await keeper.StepAsync(Token);
        Assert.Equal(first, serving.Context!.TargetCertificate.Thumbprint);
        Assert.Equal(2, Authorities().Count);

        // Seen to be trusted from here on.
        await keeper.StepAsync(Token);
        _time.Advance(_settings.TrustDelay - TimeSpan.FromSeconds(1));
        await keeper.StepAsync(Token);
        Assert.Equal(first, serving.Context!.TargetCertificate.Thumbprint);

        _time.Advance(TimeSpan.FromSeconds(1));
        await keeper.StepAsync(Token);
        Assert.NotEqual(first, serving.Context!.TargetCertificate.Thumbprint);
        AssertTrusts(serving);
        Assert.Equal(2, Authorities().Count);
    }

    [Fact]
    public async Task Rotation_ForTwoYears_EveryReplicaIsTrustedAllTheTime()
    {
        var replicas = Enumerable.Range(0, 2).Select(_ => Replica()).ToList();
        HashSet<string> served = [];
        for (var step = 0; step < 730; step++)
        {
            // One of them sleeps now and then.
            foreach (var (keeper, _) in replicas.Where((_, index) => index == 0 || step % 3 != 1))
            {
                await keeper.StepAsync(Token);
            }

            Assert.All(replicas, replica =>
            {
                AssertTrusts(replica.Serving);
                Assert.True(replica.Serving.NotAfter > _time.GetUtcNow() + TimeSpan.FromDays(25));
                served.Add(replica.Serving.Context!.TargetCertificate.Thumbprint);
            });
            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.InRange(served.Count, 11, 14);
    }

    [Fact]
    public async Task Step_TwoAtOnce_EndWithOnePair()
    {
        var replicas = Enumerable.Range(0, 2).Select(_ => Replica()).ToList();
        await Task.WhenAll(replicas.Select(replica => replica.Keeper.StepAsync(Token)));
        Assert.Single(replicas.Select(replica => replica.Serving.Context!.TargetCertificate.Thumbprint).Distinct());
        Assert.Single(Authorities());
    }

    [Fact]
    public async Task Step_SomebodyCameFirst_LooksAgain()
    {
        var (keeper, serving) = Replica();
        await keeper.StepAsync(Token);
        _time.Advance(TimeSpan.FromDays(61));
        await keeper.StepAsync(Token);
        _cluster.NextWrite = 409;
        await keeper.StepAsync(Token);
        Assert.Null(_cluster.NextWrite);
        Assert.NotNull(_cluster.Secret["data"]!["next-trusted"]);
        AssertTrusts(serving);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Step_ApiServerThatRefuses_ChangesNothingThatIsServed(int status)
    {
        var (keeper, serving) = Replica();
        await keeper.StepAsync(Token);
        var before = serving.Context;
        _cluster.Fault = status;
        var exception = await Assert.ThrowsAsync<CertificateStoreException>(() => keeper.StepAsync(Token));
        Assert.Contains($"{status}", exception.Message, StringComparison.Ordinal);
        Assert.Same(before, serving.Context);
    }

    [Fact]
    public async Task Step_AfterALongSleep_ServesANewPairAtOnce()
    {
        var (keeper, serving) = Replica();
        await keeper.StepAsync(Token);
        _time.Advance(TimeSpan.FromDays(200));
        await keeper.StepAsync(Token);
        Assert.True(serving.NotAfter > _time.GetUtcNow());
        AssertTrusts(serving);
    }

    [Theory]
    [InlineData("ca.crt")]
    [InlineData("tls.crt")]
    [InlineData("tls.key")]
    public async Task Read_ASecretThatSomebodyChanged_HasNoPair(string key)
    {
        var (keeper, _) = Replica();
        await keeper.StepAsync(Token);
        var store = new KubernetesCertificates(_client, _settings);
        var stored = await store.ReadAsync(Token);
        Assert.NotNull(CertificateState.Read(stored.Data, _settings).Current);

        var other = CertificateState.Read(stored.Data, _settings) with { Current = CertificatePair.Make(_settings, _time.GetUtcNow()) };
        stored.Data![key] = other.Write()[key];
        Assert.Null(CertificateState.Read(stored.Data, _settings).Current);
    }

    private (CertificateKeeper Keeper, ServingCertificate Serving) Replica()
    {
        var serving = new ServingCertificate(new SignetMetrics(_services.GetRequiredService<IMeterFactory>()));
        var store = new KubernetesCertificates(_client, _settings);
        return (new CertificateKeeper(store, _settings, serving, _time, NullLogger<CertificateKeeper>.Instance), serving);
    }

    private X509Certificate2Collection Authorities()
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(Assert.Single(_cluster.Bundles.Distinct()));
        return authorities;
    }

    /// <summary>Whoever trusts what the configuration says accepts what is served, now.</summary>
    private void AssertTrusts(ServingCertificate serving)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                VerificationTime = _time.GetUtcNow().UtcDateTime,
            },
        };
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities());
        Assert.True(chain.Build(serving.Context!.TargetCertificate));
    }
}
