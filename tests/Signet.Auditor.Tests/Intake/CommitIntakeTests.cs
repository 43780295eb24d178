using Signet.Ledger.Entries;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Intake;

public sealed class CommitIntakeTests : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task Accept_BeforeTheLogIsRead_IsRetryAndNeverQuarantined()
    {
        await using var sut = new TestAuditor(_store, _store, _time);
        Assert.Equal(CommitOutcome.Retry, await sut.SendAsync(_events.Wire(0)));

        await sut.StartAsync();
        await sut.EnrolAsync(_events);
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(0)));
    }

    [Fact]
    public async Task Accept_WhatIsNoEvent_IsQuarantinedForItsReason()
    {
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        using var stranger = new TestEvents(TestAuditor.LogId, "gateway.2", HastyTime.Start);
        using var forger = new TestEvents(TestAuditor.LogId, _events.Producer, HastyTime.Start, _events.KeyId);
        await sut.EnrolAsync(_events);

        var outcomes = await sut.Intake.AcceptAsync(
            [_events.Wire(0), stranger.Wire(0), forger.Wire(1), "{}"u8.ToArray(), ReadOnlyMemory<byte>.Empty, new byte[70_000], _events.Wire(1)], Token);

        Assert.Equal(
            [CommitOutcome.Recorded, .. Enumerable.Repeat(CommitOutcome.Quarantined, 5), CommitOutcome.Recorded], outcomes);
        Assert.Equal(
            [QuarantineReason.UnknownKey, QuarantineReason.BadSignature, QuarantineReason.Undecodable, QuarantineReason.Undecodable, QuarantineReason.TooLarge],
            (await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<QuarantineBody>().Select(body => body.Why));
        Assert.Empty(await sut.Intake.AcceptAsync([], Token));
    }

    [Fact]
    public async Task Accept_QueueFull_IsRetry()
    {
        await using var sut = await new TestAuditor(_store, _store, _time, TestAuditor.Options(queueBound: 1)).StartAsync();
        await sut.EnrolAsync(_events);
        var waiting = Enumerable.Range(0, 200).Select(i => (ReadOnlyMemory<byte>)_events.Wire(i)).ToList();
        var refused = 0;
        while (waiting.Count > 0)
        {
            var outcomes = await sut.Intake.AcceptAsync(waiting, Token);
            refused += outcomes.Count(outcome => outcome == CommitOutcome.Retry);
            waiting = [.. waiting.Where((_, i) => outcomes[i] != CommitOutcome.Recorded)];
        }

        Assert.True(refused > 0);
        Assert.Equal(200, (await TestAuditor.EntriesAsync(_store)).Count(entry => entry.Body is CommitBody));
    }

    [Fact]
    public async Task Enrol_SameKeyAgain_ChangesNothingAndAnotherUnderItsNameIsRefused()
    {
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        using var other = new TestEvents(TestAuditor.LogId, _events.Producer, HastyTime.Start, _events.KeyId);
        await sut.EnrolAsync(_events);
        await sut.EnrolAsync(_events);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sut.EnrolAsync(other));
        Assert.Single(await TestAuditor.EntriesAsync(_store), entry => entry.Body is ProducerKeyBody);
    }

    [Fact]
    public async Task Enrol_TwoKeysUnderOneNameAtOnce_OneIsRefused()
    {
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        for (var round = 0; round < Rounds.Of(100); round++)
        {
            using var one = new TestEvents(TestAuditor.LogId, $"gateway.{round}", HastyTime.Start);
            using var two = new TestEvents(TestAuditor.LogId, one.Producer, HastyTime.Start, one.KeyId);
            Task[] both = [Task.Run(() => sut.EnrolAsync(one), Token), Task.Run(() => sut.EnrolAsync(two), Token)];
            await Task.WhenAll(both).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);

            var refused = Assert.Single(both, task => task.IsFaulted);
            Assert.IsType<UnauthorizedAccessException>(refused.Exception!.InnerException);
        }
    }

    [Fact]
    public async Task Enrol_ListOfProducers_OnlyThoseWithTheirKeys()
    {
        using var stranger = new TestEvents(TestAuditor.LogId, "gateway.2", HastyTime.Start);
        using var impostor = new TestEvents(TestAuditor.LogId, "gateway.1", HastyTime.Start, "k2");
        var producers = new Dictionary<string, ReadOnlyMemory<byte>> { ["gateway.1"] = _events.PublicKey };
        await using var sut = await new TestAuditor(_store, _store, _time, TestAuditor.Options(producers: producers)).StartAsync();

        await sut.EnrolAsync(_events);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sut.EnrolAsync(stranger));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sut.EnrolAsync(impostor));
    }

    [Theory]
    [InlineData("Gateway", "k", "ed25519", 32, "e")]
    [InlineData("g", "K", "ed25519", 32, "e")]
    [InlineData("g", "k", "ed25519-tree", 31, "e")]
    [InlineData("g", "k", "hmac-sha256", 32, "e")]
    [InlineData("g", "k", "Ed25519", 32, "e")]
    public async Task Enrol_WhatCantBeAnEntry_IsRefusedAndTheWriterGoesOn(string producer, string key, string alg, int octets, string evidence)
    {
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        var enrolment = new ProducerEnrolment(producer, key, alg, new byte[octets], evidence);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sut.Intake.EnrolAsync(enrolment, Token).AsTask());
        await sut.EnrolAsync(_events);
    }

    [Fact]
    public async Task Enrol_NobodyWrites_IsAFailureToTryAgain()
    {
        var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        await sut.StopAsync();

        await Assert.ThrowsAsync<IOException>(() => sut.EnrolAsync(_events));
    }
}
