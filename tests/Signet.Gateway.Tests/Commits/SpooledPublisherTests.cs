using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Signet.Gateway.Commits;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Messaging.Spool;
using Signet.Testing.Gateway;
using Signet.Testing.Storage;

namespace Signet.Gateway.Tests.Commits;

/// <summary>A publisher whose events go through a spool.</summary>
public sealed class SpooledPublisherTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingTransport _auditor = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Record_AuditorAway_IsRecordedAndTheLogIsToldWhatWaited()
    {
        var isAway = true;
        _auditor.Behaviour = (_, events, _) => new([.. events.Select(_ => Volatile.Read(ref isAway) ? CommitOutcome.Retry : CommitOutcome.Recorded)]);
        await using var spool = Open();
        using var sut = await StartAsync(spool);
        Assert.NotNull(await sut.RecordAsync(Draft()));
        while (sut.Spool is not { State: SpoolState.HeldUp, Records: 3 })
        {
            await Task.Delay(5, Token);
        }

        Assert.NotNull(await sut.RecordAsync(Draft()));
        Volatile.Write(ref isAway, false);
        while (!_auditor.Events.Any(item => item.Phase == EventPhase.Drained))
        {
            await Task.Delay(5, Token);
        }

        await sut.StopAsync(Token);
        Assert.Equal(
            [EventPhase.Opened, EventPhase.Refused, EventPhase.Spooling, EventPhase.Refused, EventPhase.Drained, EventPhase.Closed],
            _auditor.Events.Select(item => item.Phase));
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (long)i), _auditor.Events.Select(item => item.Producer.Seq));
        Assert.Equal([new("from", "0"), new("through", "3")], _auditor.Events[4].Metadata);
        Assert.Equal(0, spool.Status.Records);
    }

    [Fact]
    public async Task Start_AnEarlierProcessLeftItsEpochOpen_ClosesThatFirst()
    {
        _auditor.Behaviour = (_, events, _) => new([.. events.Select(_ => CommitOutcome.Retry)]);
        await using (var spool = Open())
        {
            using var killed = await StartAsync(spool);
            Assert.NotNull(await killed.RecordAsync(Draft()));
        }

        _auditor.Behaviour = null;
        await using var again = Open();
        using var sut = await StartAsync(again);
        Assert.NotNull(await sut.RecordAsync(Draft()));
        await sut.StopAsync(Token);

        var events = _auditor.Arrived.Select(wire => RecordingTransport.Parse(wire).Event).DistinctBy(item => item.Producer).ToList();
        Assert.Equal(
            [(EventPhase.Opened, 0L), (EventPhase.Refused, 1L), (EventPhase.Closed, 2L), (EventPhase.Opened, 0L), (EventPhase.Refused, 1L), (EventPhase.Closed, 2L)],
            events.Select(item => (item.Phase, item.Producer.Seq)));
        Assert.Single(events.Take(3).Select(item => item.Producer.Epoch).Distinct());
        Assert.Contains(new EventMetadata("previous_epoch", events[0].Producer.Epoch.ToString("D")), events[3].Metadata);
        var closing = _auditor.Arrived.Select(RecordingTransport.Parse).First(item => item.Event.Producer == events[2].Producer);
        Assert.True(CommitVerifier.Verify("log", closing, sut.PublicKey.Span));
    }

    [Fact]
    public async Task Record_SpoolFull_IsRefusedAtOnceAndCounted()
    {
        _auditor.Behaviour = (_, events, _) => new([.. events.Select(_ => CommitOutcome.Retry)]);
        await using var spool = Open();
        using var sut = await StartAsync(spool);
        while (sut.Spool!.Value.TakesEvents)
        {
            await spool.SendAsync([new byte[500_000]], Token);
        }

        var answer = sut.RecordAsync(Draft());
        Assert.True(answer.IsCompleted);
        Assert.Null(await answer);
        var health = await new PublisherHealthCheck(sut).CheckHealthAsync(new(), Token);
        Assert.Equal((Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy, "full"), (health.Status, health.Data["spool"]));
    }

    private SpooledCommitTransport Open() => SpooledCommitTransport.Open(
        new SpoolSettings { Path = _directory.File("spool"), MaxBytes = 8 << 20 }, _auditor, TimeProvider.System);

    private static async Task<CommitPublisher> StartAsync(ICommitTransport transport)
    {
        var options = new GatewayOptions { LogId = "log", ProducerId = "gateway", Upstream = new Uri("http://localhost/v1"), DrainTimeout = TimeSpan.FromMinutes(1) };
        var publisher = new CommitPublisher(
            transport, new AcceptingEnrolment(), Options.Create(options), TimeProvider.System, new SignetMetrics(new Meters()), NullLogger<CommitPublisher>.Instance);
        await publisher.StartAsync(Token);
        return publisher;
    }

    private static EventDraft Draft() => new(
        EventPhase.Refused,
        new EventDecisionDetails
        {
            RequestId = "r",
            Stage = EventStage.Preflight,
            Check = "pipeline",
            Decision = EventDecision.Block,
            Owner = new EventOwner { Type = "unresolved", Id = "" },
            Request = new EventRequest { Method = "POST", Path = "/", Surface = "none", Sha256 = Digest.Zero, Bytes = 0 },
            PolicySha256 = Digest.Zero,
        },
        []);
}
