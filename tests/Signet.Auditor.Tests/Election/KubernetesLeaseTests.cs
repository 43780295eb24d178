using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor.Election;
using Signet.Testing.Cluster;
using Xunit;

namespace Signet.Auditor.Tests.Election;

/// <summary>The Lease over real HTTP.</summary>
public sealed class KubernetesLeaseTests : IAsyncLifetime
{
    private static readonly LeaseOptions Times = new()
    {
        Name = "log",
        Namespace = "signet",
        Duration = TimeSpan.FromSeconds(2),
        RenewDeadline = TimeSpan.FromSeconds(1),
        RetryPeriod = TimeSpan.FromMilliseconds(200),
    };

    private FakeApiServer _server = null!;
    private Kubernetes _cluster = null!;
    private KubernetesLease _lease = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync();
        _cluster = Client();
        _lease = new KubernetesLease(_cluster, Times);
    }

    public async ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Read_NoLease_IsNull() => Assert.Null(await _lease.ReadAsync(Token));

    [Fact]
    public async Task Create_ThenReplaceAndRead_KeepsWhatWasSaid()
    {
        var made = await _lease.CreateAsync(Spec("a"), Token);
        var replaced = await _lease.ReplaceAsync(made!, Spec("b"), Token);
        var read = await _lease.ReadAsync(Token);

        Assert.Equal(("a", "b", "b"), (made!.Spec.HolderIdentity, replaced!.Spec.HolderIdentity, read!.Spec.HolderIdentity));
        Assert.Equal((15, "2026-05-06T07:08:09.0000000Z"), (read.Spec.LeaseDurationSeconds, $"{read.Spec.RenewTime:O}"));
        Assert.Equal(("coordination.k8s.io/v1", "Lease"), ((string)_server.Lease!["apiVersion"]!, (string)_server.Lease["kind"]!));
    }

    [Fact]
    public async Task Create_ThereIsOne_IsNull()
    {
        await _lease.CreateAsync(Spec("a"), Token);

        Assert.Null(await _lease.CreateAsync(Spec("b"), Token));
        Assert.Equal("a", (string?)_server.Lease!["spec"]!["holderIdentity"]);
    }

    [Fact]
    public async Task Replace_AnOldVersion_IsNull()
    {
        var made = await _lease.CreateAsync(Spec("a"), Token);
        await _lease.ReplaceAsync(made!, Spec("b"), Token);

        Assert.Null(await _lease.ReplaceAsync(made!, Spec("c"), Token));
        Assert.Equal("b", (string?)_server.Lease!["spec"]!["holderIdentity"]);
    }

    [Fact]
    public async Task Replace_NoHolder_LeavesNone()
    {
        var made = await _lease.CreateAsync(Spec("a"), Token);
        await _lease.ReplaceAsync(made!, Spec(null), Token);

        Assert.Null(_server.Lease!["spec"]!["holderIdentity"]);
    }

    [Fact]
    public async Task Replace_WithoutAVersion_IsNeverSent()
    {
        var made = (await _lease.CreateAsync(Spec("a"), Token))!;
        made.Metadata.ResourceVersion = null;

        await Assert.ThrowsAsync<LeaseStoreException>(() => _lease.ReplaceAsync(made, Spec("b"), Token));
        Assert.Equal("a", (string?)_server.Lease!["spec"]!["holderIdentity"]);
    }

    [Theory]
    [InlineData("500")]
    [InlineData("403")]
    [InlineData("dropped")]
    [InlineData("nonsense")]
    [InlineData("empty")]
    public async Task Anything_WentWrong_TellsNothingOfTheAnswer(string fault)
    {
        _server.Fault = context => FailAsync(context, fault);
        foreach (var ask in (Func<Task>[])[() => _lease.ReadAsync(Token), () => _lease.CreateAsync(Spec("a"), Token), () => _lease.ReplaceAsync(Seen(), Spec("a"), Token)])
        {
            var exception = await Assert.ThrowsAsync<LeaseStoreException>(ask);
            Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_NoAnswer_EndsWithItsToken()
    {
        _server.Fault = async context =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _lease.ReadAsync(limit.Token));
    }

    [Fact]
    public async Task Elections_TwoOfOneLease_FollowEachOther()
    {
        using var other = Client();
        var first = await Election(_cluster, "auditor.a").WinAsync(Token);
        var waiting = Election(other, "auditor.b").WinAsync(Token);
        await TestAuditor.EventuallyAsync(() => (string?)_server.Lease!["spec"]!["renewTime"] != (string?)_server.Lease["spec"]!["acquireTime"]);
        Assert.False(waiting.IsCompleted);
        Assert.True(first.IsRunning);

        await first.DisposeAsync();
        await using var second = await waiting;
        Assert.StartsWith("auditor.b.", (string)_server.Lease!["spec"]!["holderIdentity"]!, StringComparison.Ordinal);

        // Nobody answers the holder any more.
        _server.Fault = context => FailAsync(context, "dropped");
        await TestAuditor.EventuallyAsync(() => second.Ended.IsCancellationRequested);
        Assert.False(second.IsRunning);
        _server.Fault = null;
        await using var third = await Election(_cluster, "auditor.c").WinAsync(Token);
        Assert.Equal(2, (int)_server.Lease!["spec"]!["leaseTransitions"]!);
    }

    private static async Task<bool> FailAsync(HttpContext context, string fault)
    {
        switch (fault)
        {
            case "dropped":
                context.Abort();
                break;
            case "nonsense":
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{secret");
                break;
            case "empty":
                break;
            default:
                context.Response.StatusCode = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture);
                await context.Response.WriteAsync("a secret");
                break;
        }

        return true;
    }

    private static V1LeaseSpec Spec(string? holder) =>
        new() { HolderIdentity = holder, LeaseDurationSeconds = 15, RenewTime = HastyTime.Start.UtcDateTime };

    private static V1Lease Seen() => new() { Metadata = new V1ObjectMeta { Name = "log", ResourceVersion = "1" } };

    private static LeaseElection Election(Kubernetes cluster, string name) => new(
        TestAuditor.Options(writer: name), Times, new KubernetesLease(cluster, Times), TimeProvider.System, NullLogger<LeaseElection>.Instance);

    private Kubernetes Client() => new(new KubernetesClientConfiguration { Host = _server.Address, DisableHttp2 = true });
}
