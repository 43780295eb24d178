using Microsoft.Extensions.Diagnostics.HealthChecks;
using Signet.Auditor.Election;
using Signet.Auditor.Publishing;
using Signet.Storage;
using Signet.Storage.Memory;
using Xunit;

namespace Signet.Auditor.Tests.Recovery;

/// <summary>What an auditor does that starts before its store, or on the wrong one.</summary>
public sealed class StoreWaitTests
{
    private readonly MemoryStore _log = new();
    private readonly HastyTime _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task Start_StoreIsAway_WritesOnceItIsThere(int calls)
    {
        var store = new AwayStore(_log) { Away = calls };
        await using var auditor = await new TestAuditor(store, _log, _time).StartAsync();
        Assert.True(auditor.Head.IsWriting);
        Assert.False(auditor.Head.IsStoreAway);
        Assert.Equal(1, store.Proofs);
    }

    [Fact]
    public async Task Start_StoreStaysAway_IsNotReadyAndSaysWhyUntilItStops()
    {
        var store = new AwayStore(_log) { Away = int.MaxValue };
        await using var auditor = new TestAuditor(store, _log, _time);
        await auditor.Sequencer.StartAsync(Token);
        while (!auditor.Head.IsStoreAway)
        {
            await Task.Delay(1, Token);
        }

        var health = await new AuditorHealth(auditor.Head, SingleWriter.Instance, auditor.Ring).CheckHealthAsync(new HealthCheckContext(), Token);
        Assert.Equal((HealthStatus.Unhealthy, "store_unreachable"), (health.Status, health.Data["writer"]));
        await auditor.StopAsync();
        Assert.True(auditor.Sequencer.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(0, store.Proofs);
    }

    [Fact]
    public async Task Start_StoreIsAwayWhenTheLogIsRead_WritesOnceItIsThere()
    {
        await using (await new TestAuditor(_log, _log, _time).StartAsync())
        {
        }

        var store = new AwayStore(_log) { AwayOnceProved = 3 };
        await using var auditor = await new TestAuditor(store, _log, _time).StartAsync();
        Assert.Equal((true, 1, -1), (auditor.Head.IsWriting, store.Proofs, store.Away));
    }

    [Fact]
    public async Task Start_StoreDoesNotLock_EndsAtOnce()
    {
        var store = new AwayStore(_log) { Fault = "it doesn't lock" };
        await using var auditor = await new TestAuditor(store, _log, _time).StartAsync();
        var exception = await Assert.ThrowsAsync<StoreException>(() => auditor.Sequencer.ExecuteTask!);
        Assert.Equal(("it doesn't lock", 1), (exception.Message, store.Proofs));
        Assert.False(auditor.Head.IsWriting);
    }

    [Fact]
    public async Task Start_LogWasBegunInAnotherKindOfStore_IsRefused()
    {
        await using (await new TestAuditor(_log, _log, _time).StartAsync())
        {
        }

        await using var auditor = await new TestAuditor(_log, _log, _time, TestAuditor.Options(storage: "s3")).StartAsync();
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => auditor.Sequencer.ExecuteTask!);
        Assert.Contains("directory", exception.Message, StringComparison.Ordinal);
    }
}
