using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Signet.Gateway.Commits;
using Signet.Hosting.Keys;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Messaging;
using Signet.Testing.Gateway;
using Signet.Testing.Storage;

namespace Signet.Gateway.Tests.Commits;

public sealed class CommitPublisherTests
{
    private readonly RecordingTransport _transport = new();
    private readonly AcceptingEnrolment _enrolment = new();

    [Fact]
    public async Task Record_ManyAtOnce_NumbersWithoutGapsAndSignsValidly()
    {
        using var sut = await StartAsync();

        var signed = await Task.WhenAll(Enumerable.Range(0, 600).Select(_ => sut.RecordAsync(Draft()).AsTask()));
        await sut.StopAsync(TestContext.Current.CancellationToken);

        Assert.All(signed, item => Assert.NotNull(item));
        var events = _transport.Events;
        Assert.Equal(Enumerable.Range(0, 602).Select(i => (long)i), events.Select(item => item.Producer.Seq));
        Assert.Equal((EventPhase.Opened, EventPhase.Closed), (events[0].Phase, events[^1].Phase));
        Assert.Single(events.Select(item => item.Producer.Epoch).Distinct());
        Assert.All(_transport.Batches, size => Assert.InRange(size, 1, 256));
        Assert.Equal(EventSignature.Ed25519Tree, _enrolment.Enrolled!.Alg);
        Assert.Equal(_enrolment.Enrolled!.PublicKey.ToArray(), sut.PublicKey.ToArray());
        Assert.True(sut.IsEnrolled);
    }

    [Fact]
    public async Task Record_WhileASendIsInFlight_IsTheNextBatchUnderOneSignature()
    {
        var gate = new TaskCompletionSource();
        _transport.Behaviour = async (number, events, _) =>
        {
            await (number == 0 ? gate.Task : Task.CompletedTask);
            return [.. events.Select(_ => CommitOutcome.Recorded)];
        };
        using var sut = await StartAsync();
        while (_transport.Batches.Count == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var all = Enumerable.Range(0, 300).Select(_ => sut.RecordAsync(Draft()).AsTask()).ToArray();
        gate.SetResult();
        var signed = await Task.WhenAll(all);

        Assert.Equal([1, 256, 44], _transport.Batches);
        Assert.All(signed.Take(256), item => Assert.Equal((256, signed[0]!.Signature.Sig), (item!.Signature.Size, item.Signature.Sig)));
        Assert.All(signed.Skip(256), item => Assert.Equal((44, signed[256]!.Signature.Sig), (item!.Signature.Size, item.Signature.Sig)));
        Assert.Equal(Enumerable.Range(0, 256).Concat(Enumerable.Range(0, 44)), signed.Select(item => item!.Signature.Index!.Value));
        Assert.All(_transport.Arrived, wire => Assert.True(CommitVerifier.Verify("log", RecordingTransport.Parse(wire), sut.PublicKey.Span)));
    }

    [Fact]
    public async Task Record_OneOrMany_EveryReceiptFitsItsHeaderAndVerifiesAlone()
    {
        using var sut = await StartAsync();
        var alone = await sut.RecordAsync(Draft());
        var many = await Task.WhenAll(Enumerable.Range(0, 512).Select(_ => sut.RecordAsync(Draft()).AsTask()));

        Assert.All([alone, .. many], signed =>
        {
            var text = PromiseReceipt.For("log", signed!, new byte[PromiseReceipt.SaltOctets]).ToString();
            Assert.True(PromiseReceipt.TryParse(text, out var receipt));
            Assert.True(receipt!.Verify(sut.PublicKey.Span));
            Assert.True(receipt.IsKeptBy(signed!.Event.Id, signed.Digest));
        });
    }

    [Fact]
    public async Task Record_BesideAnEventOfUnknownFate_IsSignedAnewAndTheOldOctetsStay()
    {
        var refuses = true;
        _transport.Behaviour = (_, events, _) =>
            new([.. events.Select(item => item.Event.Producer.Seq == 1 && Volatile.Read(ref refuses) ? CommitOutcome.Retry : CommitOutcome.Recorded)]);
        using var sut = await StartAsync();
        var stuck = sut.RecordAsync(Draft()).AsTask();
        while (!_transport.Events.Any(item => item.Producer.Seq == 1))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var next = await sut.RecordAsync(Draft());
        Volatile.Write(ref refuses, false);
        var old = await stuck;

        Assert.NotEqual(Convert.ToHexString(old!.Signature.Sig.Span), Convert.ToHexString(next!.Signature.Sig.Span));
        Assert.Single(_transport.Arrived.Where(wire => RecordingTransport.Parse(wire).Event.Producer.Seq == 1).Select(Convert.ToHexString).Distinct());
    }

    [Fact]
    public async Task Record_FailingTransport_SendsTheSameOctetsUntilRecorded()
    {
        ConcurrentDictionary<long, int> tries = [];
        _transport.Behaviour = (number, events, _) => (number % 3) switch
        {
            0 => throw new InvalidOperationException("a transport that breaks its contract"),
            1 => new([.. events.Select(item => tries.AddOrUpdate(item.Event.Producer.Seq, 1, (_, n) => n + 1) < 2 ? CommitOutcome.Retry : CommitOutcome.Recorded)]),
            _ => new([CommitOutcome.Recorded, .. events.Select(_ => CommitOutcome.Recorded)]),
        };
        using var sut = await StartAsync();

        var signed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sut.RecordAsync(Draft()).AsTask()));

        Assert.All(signed, item => Assert.NotNull(item));
        var byNumber = _transport.Arrived.Select(wire => (RecordingTransport.Parse(wire).Event.Producer.Seq, Wire: Convert.ToHexString(wire)))
            .GroupBy(item => item.Seq, item => item.Wire);
        Assert.All(byNumber, group => Assert.Single(group.Distinct()));
        Assert.Contains(byNumber, group => group.Count() > 1);
        Assert.Equal(Enumerable.Range(0, 21).Select(i => (long)i), byNumber.Select(group => group.Key).Order());
    }

    [Fact]
    public async Task Record_SlowTransport_GivesUpButTheEventStillArrives()
    {
        var gate = new TaskCompletionSource();
        _transport.Behaviour = async (_, events, _) =>
        {
            await gate.Task;
            return [.. events.Select(_ => CommitOutcome.Recorded)];
        };
        using var sut = await StartAsync(options => options.RecordTimeout = TimeSpan.FromMilliseconds(100));

        Assert.Null(await sut.RecordAsync(Draft()));
        gate.SetResult();
        await sut.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal([EventPhase.Opened, EventPhase.Refused, EventPhase.Closed], _transport.Events.Select(item => item.Phase));
        Assert.Contains(_transport.Events[2].Metadata, item => item is { Name: "recording_unavailable", Value: "1" });
    }

    [Fact]
    public async Task Record_Quarantined_CountsAsNotRecorded()
    {
        _transport.Behaviour = (_, events, _) =>
            new([.. events.Select(item => item.Event.Phase == EventPhase.Refused ? CommitOutcome.Quarantined : CommitOutcome.Recorded)]);
        using var sut = await StartAsync();

        Assert.Null(await sut.RecordAsync(Draft()));
    }

    [Fact]
    public async Task Record_FullQueue_IsRefusedAtOnce()
    {
        var gate = new TaskCompletionSource();
        _transport.Behaviour = async (_, events, _) =>
        {
            await gate.Task;
            return [.. events.Select(_ => CommitOutcome.Recorded)];
        };
        using var sut = await StartAsync(options => options.QueueLength = 16);

        var all = Enumerable.Range(0, 600).Select(_ => sut.RecordAsync(Draft()).AsTask()).ToArray();
        var refused = all.Count(task => task.IsCompletedSuccessfully && task.Result is null);
        gate.SetResult();
        var signed = await Task.WhenAll(all);

        Assert.True(refused > 0);
        Assert.Equal(refused, signed.Count(item => item is null));
    }

    [Fact]
    public async Task Record_EventThatBreaksALimit_UsesNoNumber()
    {
        using var sut = await StartAsync();
        var good = Draft();

        Assert.Null(await sut.RecordAsync(good with { Details = good.Details! with { Reason = new string('x', 3_000) } }));
        Assert.Equal(1, (await sut.RecordAsync(good))!.Event.Producer.Seq);
    }

    [Fact]
    public async Task Start_EnrolmentFailsAtFirst_RecordsOnceEnrolled()
    {
        using var sut = await StartAsync(enrolment: new AcceptingEnrolment(failures: 2));

        Assert.NotNull(await sut.RecordAsync(Draft()));
    }

    [Fact]
    public async Task Alive_EveryMinute_OnlyWhenSomethingElseWasSentSince()
    {
        var time = new MinuteTime();
        using var sut = await StartAsync(time: time);
        Assert.NotNull(await sut.RecordAsync(Draft()));
        for (var minute = 0; minute < 3; minute++)
        {
            time.Tick();
        }

        Assert.NotNull(await sut.RecordAsync(Draft()));
        await sut.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [EventPhase.Opened, EventPhase.Refused, EventPhase.Alive, EventPhase.Refused, EventPhase.Closed],
            _transport.Events.Select(item => item.Phase));
    }

    [Fact]
    public async Task Record_EverythingIsQuarantined_IsNotSendingUntilSomethingIsRecorded()
    {
        var outcome = CommitOutcome.Recorded;
        _transport.Behaviour = (_, events, _) => ValueTask.FromResult<IReadOnlyList<CommitOutcome>>([.. events.Select(_ => outcome)]);
        using var sut = await StartAsync();
        Assert.NotNull(await sut.RecordAsync(Draft()));
        Assert.True(sut.IsSending);

        outcome = CommitOutcome.Quarantined;
        Assert.Null(await sut.RecordAsync(Draft()));
        await SpinAsync(() => !sut.IsSending);
        outcome = CommitOutcome.Recorded;
        Assert.NotNull(await sut.RecordAsync(Draft()));
        await SpinAsync(() => sut.IsSending);
    }

    [Fact]
    public async Task Start_KeyOfTheSettings_IsTheOneThatIsEnrolled()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "commit.key");
        var seed = KeyFile.LoadOrCreateSecret(path, 32);
        using var expected = CommitSigner.FromSeed("log", "commit-1", seed, EventSignature.Ed25519Tree);
        using var sut = await StartAsync(options => (options.CommitKeyId, options.CommitKeyPath) = ("commit-1", path));
        Assert.NotNull(await sut.RecordAsync(Draft()));
        Assert.Equal(("commit-1", EventSignature.Ed25519Tree), (_enrolment.Enrolled!.KeyId, _enrolment.Enrolled.Alg));
        Assert.Equal(expected.PublicKey.ToArray(), sut.PublicKey.ToArray());
    }

    private static async Task SpinAsync(Func<bool> holds)
    {
        while (!holds())
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    private async Task<CommitPublisher> StartAsync(
        Action<GatewayOptions>? configure = null, AcceptingEnrolment? enrolment = null, TimeProvider? time = null)
    {
        var options = new GatewayOptions { LogId = "log", ProducerId = "gateway", Upstream = new Uri("http://localhost/v1") };
        configure?.Invoke(options);
        var publisher = new CommitPublisher(
            _transport, enrolment ?? _enrolment, Options.Create(options), time ?? TimeProvider.System, new SignetMetrics(new Meters()), NullLogger<CommitPublisher>.Instance);
        await publisher.StartAsync(TestContext.Current.CancellationToken);
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
