using Signet.Auditor.Recovery;
using Signet.Auditor.Sequencing;
using Signet.Ledger.Entries;
using Signet.Ledger.State;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class LogSequencerTests : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task Start_NewLog_BeginsWithGenesisAndEpochAndRestartsUnderTheNext()
    {
        await using (await StartAsync())
        {
        }

        await using (await StartAsync())
        {
        }

        Assert.Equal(["genesis", "epoch", "seal", "epoch", "seal"], (await EntriesAsync()).Select(entry => entry.Body.Type));
        Assert.Equal(VerificationResult.Clean, (await VerifyAsync()).Result);
    }

    [Fact]
    public async Task SecondWriter_TakesOver_FirstStopsWithAClearMessageAndChangesNothing()
    {
        await using var first = await StartAsync();
        await first.EnrolAsync(_events);
        await using var second = await StartAsync();

        Assert.Equal(CommitOutcome.Recorded, await second.SendAsync(_events.Wire(0)));
        Assert.Equal(CommitOutcome.Retry, await first.SendAsync(_events.Wire(1)));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => first.Sequencer.ExecuteTask!);
        Assert.Contains("higher epoch", exception.Message, StringComparison.Ordinal);
        Assert.False(first.Head.IsWriting);
        Assert.Equal(CommitOutcome.Retry, await first.SendAsync(_events.Wire(1)));
        Assert.Equal(CommitOutcome.Recorded, await second.SendAsync(_events.Wire(1)));
        Assert.Equal(VerificationResult.Clean, (await VerifyAsync()).Result);
        Assert.Equal([0L, 1L], await NumbersAsync());
    }

    [Fact]
    public async Task ManyWriters_AtOnce_OneIsLeftAndTheLogIsClean()
    {
        for (var round = 0; round < Rounds.Of(50); round++)
        {
            var writers = Enumerable.Range(0, 4).Select(i => new TestAuditor(_store, _store, _time, TestAuditor.Options(writer: $"writer.{i}"))).ToArray();
            await Task.WhenAll(writers.Select(writer => Task.Run(writer.StartAsync)));

            // Each writes until it is stopped; the last to have opened an epoch is the only one that can.
            await Task.WhenAll(writers.Select(async writer =>
                await writer.Sequencer.SubmitAsync(new EntrySubmission([new HeartbeatBody { IntervalSeconds = 300 }]))));
            await TestAuditor.EventuallyAsync(() => writers.Count(writer => writer.Sequencer.ExecuteTask!.IsFaulted) >= writers.Length - 1);
            Assert.Single(writers, writer => !writer.Sequencer.ExecuteTask!.IsFaulted);
            foreach (var writer in writers)
            {
                await writer.DisposeAsync();
            }
        }

        Assert.Equal(VerificationResult.Clean, (await VerifyAsync()).Result);
    }

    [Fact]
    public async Task TwoWriters_OfOneNameAtOneInstant_DoNotTakeEachOthersSlotForTheirOwn()
    {
        var store = new MeetingStore(2);
        TestAuditor[] writers = [new(store, store.Inner, _time), new(store, store.Inner, _time)];
        await Task.WhenAll(writers.Select(writer => writer.StartAsync()));

        // The one that lost the slot has fenced the other off under the next epoch.
        var segments = await TestAuditor.SegmentsAsync(store);
        Assert.Equal([1L, 2L], segments.Select(segment => segment.Header.Epoch));
        await Task.WhenAll(writers.Select(writer => writer.Sequencer.SubmitAsync(new EntrySubmission([new HeartbeatBody { IntervalSeconds = 300 }]))));
        await TestAuditor.EventuallyAsync(() => writers.Count(writer => writer.Sequencer.ExecuteTask!.IsFaulted) == 1);
        foreach (var writer in writers)
        {
            await writer.DisposeAsync();
        }
    }

    [Fact]
    public async Task ClockInDoubt_AtStart_WritesNothingUntilItIsRight()
    {
        await using (await StartAsync())
        {
        }

        _time.Jump(TimeSpan.FromMinutes(-5));
        await using var sut = new TestAuditor(_store, _store, _time);
        await sut.Sequencer.StartAsync(Token);
        await Task.Delay(50, Token);
        Assert.Equal(3, (await EntriesAsync()).Count);
        Assert.False(sut.Head.IsWriting);

        _time.Jump(TimeSpan.FromMinutes(5));
        await sut.Head.WaitBeyondAsync(0, Token);
        Assert.Equal(VerificationResult.Clean, (await VerifyAsync()).Result);
    }

    [Fact]
    public async Task ClockInDoubt_WhileWriting_IsUnreadyAndRefusesUntilItIsRight()
    {
        await using var sut = await StartAsync();
        await sut.EnrolAsync(_events);
        _time.Jump(TimeSpan.FromMinutes(6));
        await TestAuditor.EventuallyAsync(() => !sut.Head.IsWriting);
        Assert.Equal(CommitOutcome.Retry, await sut.SendAsync(_events.Wire(0)));

        _time.Jump(TimeSpan.FromMinutes(-6));
        await TestAuditor.EventuallyAsync(() => sut.Head.IsWriting);
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(0)));
        Assert.Equal(VerificationResult.Clean, (await VerifyAsync()).Result);
    }

    [Fact]
    public async Task Heartbeat_AfterSilenceOnly()
    {
        await using var sut = await StartAsync();
        await sut.EnrolAsync(_events);
        for (var i = 0; i < 4; i++)
        {
            _time.Pass(TimeSpan.FromMinutes(4));
            Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(i)));
        }

        Assert.DoesNotContain(await EntriesAsync(), entry => entry.Body is HeartbeatBody);
        for (var i = 1; i <= 2; i++)
        {
            _time.Pass(TimeSpan.FromMinutes(5));
            await TestAuditor.EventuallyAsync(async () => (await EntriesAsync()).Count(entry => entry.Body is HeartbeatBody { IntervalSeconds: 300 }) == i);
        }
    }

    [Fact]
    public async Task Flood_OfGarbage_IsAnsweredOnlyOnceTheLogSaysSo()
    {
        await using var sut = await StartAsync();
        var garbage = Enumerable.Range(0, 100).Select(i => (ReadOnlyMemory<byte>)BitConverter.GetBytes(i)).ToArray();
        var answer = sut.Intake.AcceptAsync(garbage, Token).AsTask();
        await TestAuditor.EventuallyAsync(async () => await QuarantinedAsync() == 20);
        Assert.False(answer.IsCompleted);

        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.All(await answer, outcome => Assert.Equal(CommitOutcome.Quarantined, outcome));
        Assert.Equal(100, await QuarantinedAsync());
        Assert.Equal(21, (await EntriesAsync()).Count(entry => entry.Body is QuarantineBody));
    }

    [Fact]
    public async Task Events_Conflicting_AreQuarantinedAndRepeatedOnesRecordedOnce()
    {
        await using var sut = await StartAsync();
        await sut.EnrolAsync(_events);
        var wire = _events.Wire(0);
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(wire));
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(wire));
        Assert.Equal(CommitOutcome.Quarantined, await sut.SendAsync(_events.Wire(0, "other")));
        Assert.Equal(CommitOutcome.Retry, await sut.SendAsync(_events.Wire(65_538)));
        _events.Epoch = Guid.CreateVersion7(HastyTime.Start.AddDays(-8));
        Assert.Equal(CommitOutcome.Quarantined, await sut.SendAsync(_events.Wire(0)));

        Assert.Equal([0L], await NumbersAsync());
        Assert.Equal(
            [QuarantineReason.Conflict, QuarantineReason.StaleEpoch],
            (await EntriesAsync()).Select(entry => entry.Body).OfType<QuarantineBody>().Select(body => body.Why));
    }

    [Fact]
    public async Task Repetition_LongAfterTheStateForgotIt_IsRecordedOnce()
    {
        await using var sut = await StartAsync();
        await sut.EnrolAsync(_events);
        var first = _events.Wire(0);
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(first));
        for (var seq = 1; seq <= ProducerEpoch.DigestsKept + 1; seq++)
        {
            Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(seq)));
        }

        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(first));
        Assert.Equal(CommitOutcome.Quarantined, await sut.SendAsync(_events.Wire(0, "other")));
        Assert.Equal(ProducerEpoch.DigestsKept + 2, (await NumbersAsync()).Count());
    }

    [Fact]
    public async Task RevokedKey_OfAnEventThatWaits_IsNotRecorded()
    {
        await using var sut = await StartAsync();
        await sut.EnrolAsync(_events);
        var key = sut.Head.Keys.Values.Single();

        // In one batch: the signature was checked before the key was revoked.
        var delivery = new Delivery(1);
        var waiting = new EventSubmission(delivery, 0, _events.Sign(0));
        await sut.Sequencer.SubmitAsync(new EntrySubmission([key with { Revoked = true }]));
        sut.Sequencer.Submit([waiting]);
        Assert.Equal([CommitOutcome.Quarantined], await delivery.Answer);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sut.EnrolAsync(_events));
        Assert.Equal(VerificationResult.Clean, (await VerifyAsync()).Result);
    }

    [Fact]
    public async Task Hole_OlderThanPatience_BecomesAGapAndTheLogStaysClean()
    {
        await using var sut = await StartAsync();
        await sut.EnrolAsync(_events);
        await sut.SendAsync(_events.Wire(0));
        await sut.SendAsync(_events.Wire(2));
        _time.Pass(TimeSpan.FromSeconds(901));
        await TestAuditor.EventuallyAsync(async () => (await EntriesAsync()).Any(entry => entry.Body is GapBody { From: 1, Through: 1 }));
        Assert.Equal(VerificationResult.Clean, (await VerifyAsync()).Result);

        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(1)));
        Assert.DoesNotContain((await VerifyAsync()).Findings, finding => finding.Kind == FindingKind.ProducerGap);
    }

    [Fact]
    public async Task Start_OtherKeysOrSlotMode_IsRefusedAndWritesNothing()
    {
        await using (await StartAsync())
        {
        }

        await RefusesAsync<LogDamagedException>(TestAuditor.Options(secret: 8), "Segment 0 ");
        await RefusesAsync<InvalidOperationException>(TestAuditor.Options(seed: 8), "checkpoint key");
        await RefusesAsync<InvalidOperationException>(TestAuditor.Options(slotMode: "claim"), "conditional");
        Assert.Equal(3, (await EntriesAsync()).Count);
    }

    private async Task RefusesAsync<T>(AuditorOptions options, string message)
        where T : Exception
    {
        var sut = new TestAuditor(_store, _store, _time, options);
        await sut.Sequencer.StartAsync(Token);
        var exception = await Assert.ThrowsAsync<T>(() => sut.Sequencer.ExecuteTask!);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.False(sut.Head.IsWriting);
    }

    private Task<TestAuditor> StartAsync() => new TestAuditor(_store, _store, _time).StartAsync();

    private Task<List<Entry>> EntriesAsync() => TestAuditor.EntriesAsync(_store);

    private Task<VerificationReport> VerifyAsync() => TestAuditor.VerifyAsync(_store, TestAuditor.Options(), _time.GetUtcNow());

    private async Task<long> QuarantinedAsync() =>
        (await EntriesAsync()).Select(entry => entry.Body).OfType<QuarantineBody>().Sum(body => body.Count);

    private async Task<IEnumerable<long>> NumbersAsync() =>
        (await EntriesAsync()).Select(entry => entry.Body).OfType<CommitBody>().Select(body => body.SignedEvent.Event.Producer.Seq);
}
