using System.Collections.Concurrent;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage.Directories;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Signet.Testing.Storage;
using Xunit;

namespace Signet.Auditor.Tests.Keys;

/// <summary>The settings name other keys while the log is written: the same writer goes on under them, and nobody notices.</summary>
public sealed class RunningRotationTests : IDisposable
{
    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task Offer_BothKeysAgainAndAgainUnderLoad_NothingIsRefusedLostOrDoubled()
    {
        const int Producers = 3;
        using var directory = new TemporaryDirectory();
        var store = DirectoryStore.Open(Path.Combine(directory.Path, "store"));
        await using var sut = await new TestAuditor(store, store, _time).StartAsync();
        await sut.Publisher.StartAsync(Token);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var outcomes = new ConcurrentBag<CommitOutcome>();
        var load = Enumerable.Range(0, Producers).Select(i => Task.Run(() => SendUntilAsync(sut, i, outcomes, done.Token), Token)).ToArray();
        for (var generation = 2; generation <= 6; generation++)
        {
            var size = sut.Head.Position!.Size;
            await sut.Head.WaitBeyondAsync(size + 20, Token);
            sut.Ring.Offer(TestKeys.Of(generation, generation));
            await TestAuditor.EventuallyAsync(() => sut.Head.Position!.CheckpointVkey == TestKeys.Vkey(generation) && sut.Ring.Current.ChainKeyId == $"chain.{generation}");
            await sut.Publisher.WaitForAsync(sut.Head.Position!.Size, Token);
        }

        await sut.Head.WaitBeyondAsync(sut.Head.Position!.Size + 20, Token);
        await done.CancelAsync();
        var sent = (await Task.WhenAll(load)).Sum();
        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.True(sut.Ring.IsCurrent);

        var entries = await TestAuditor.EntriesAsync(store);
        var chained = entries.Select(entry => entry.Body).OfType<CommitBody>().Select(body => body.SignedEvent.Event.Producer).ToList();
        Assert.Equal(sent, chained.Count);
        Assert.Equal(sent, chained.Distinct().Count());
        Assert.Equal(["chain.2", "chain.3", "chain.4", "chain.5", "chain.6"], entries.Select(entry => entry.Body).OfType<KeyBody>().Select(body => body.To));
        Assert.Equal(6, entries.Count(entry => entry.Body is EpochBody));
        await sut.Publisher.WaitForAsync(sut.Head.Position!.Size, Token);
        var report = await TestKeys.VerifyAsync(store, _time.GetUtcNow());
        Assert.Empty(report.Findings);
        Assert.Equal(VerificationResult.Clean, report.Result);

        // So does a verifier that shares no code with this one.
        var independent = await TestKeys.VerifyIndependentlyAsync(Path.Combine(directory.Path, "store"), directory.Path, 6);
        Assert.StartsWith($"CLEAN {sut.Head.Position!.Size} entries", independent, StringComparison.Ordinal);
        Assert.DoesNotContain("(keyless)", independent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offer_ChainKey_ClosesItsSegmentAndOpensAnEpochUnderTheNewOne()
    {
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        await sut.EnrolAsync(_events);
        var first = _events.Wire(0);
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(first));
        sut.Ring.Offer(TestKeys.Of(2, 1));
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(1)));
        await TestAuditor.EventuallyAsync(() => sut.Head.Position!.Epoch == 2);

        // What was chained before is still known to have been.
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(first));
        var segments = await TestAuditor.SegmentsAsync(_store);
        var rotation = segments.FindIndex(segment => EntryCodec.Read(segment.Lines[^2].Entry).Entry!.Body is KeyBody);
        Assert.All(segments[..(rotation + 1)], segment => Assert.Equal(("chain.1", 1L), (segment.Header.KeyId, segment.Header.Epoch)));
        Assert.All(segments[(rotation + 1)..], segment => Assert.Equal(("chain.2", 2L), (segment.Header.KeyId, segment.Header.Epoch)));
        await AssertVerifiesAsync();
    }

    [Fact]
    public async Task Offer_CheckpointKey_SignsWhatComesBehindItsEntryAndTheEpochGoesOn()
    {
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        await sut.Publisher.StartAsync(Token);
        await sut.EnrolAsync(_events);
        await sut.Publisher.WaitForAsync(sut.Head.Position!.Size, Token);
        var before = sut.Head.Position!.Size;
        sut.Ring.Offer(TestKeys.Of(1, 2));
        await TestAuditor.EventuallyAsync(() => sut.Head.Position!.CheckpointVkey == TestKeys.Vkey(2));
        await sut.Publisher.WaitForAsync(sut.Head.Position!.Size, Token);

        Assert.Equal(1, sut.Head.Position!.Epoch);
        Assert.Equal(1, await SignerOfAsync(before));
        Assert.Equal(2, await SignerOfAsync(sut.Head.Position!.Size));

        // A witness may still bring the one before.
        var note = (await _store.ReadAsync(TestAuditor.LogId, DerivedObjects.CheckpointName(before), Token))!.Value;
        await sut.Witnessed.KeepAsync("witness.one", note, Token);
        await AssertVerifiesAsync();
    }

    [Fact]
    public async Task Offer_KeysThatTheLogCantGoOnUnder_AreRefusedAndTheLogGoesOn()
    {
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        await sut.EnrolAsync(_events);
        var next = TestKeys.Of(2, 2);
        AuditorKeys[] unusable =
        [
            new() { ChainKeyId = "chain.2", ChainRootSecret = next.ChainRootSecret, CheckpointSeed = TestKeys.Of(1, 1).CheckpointSeed },
            new() { ChainKeyId = "chain.1", ChainRootSecret = next.ChainRootSecret, CheckpointSeed = TestKeys.Of(1, 1).CheckpointSeed },
            new() { ChainKeyId = "chain.1", ChainRootSecret = TestKeys.Of(1, 1).ChainRootSecret, CheckpointSeed = next.CheckpointSeed },
        ];
        for (var i = 0; i < unusable.Length; i++)
        {
            sut.Ring.Offer(unusable[i]);
            await TestAuditor.EventuallyAsync(() => sut.Ring.Offered is null);
            Assert.False(sut.Ring.IsCurrent);
            Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(i)));
        }

        // What was before is right again; then a key that was retired can't come back.
        sut.Ring.Offer(TestKeys.Of(1, 1));
        Assert.True(sut.Ring.IsCurrent);
        sut.Ring.Offer(next);
        await TestAuditor.EventuallyAsync(() => sut.Head.Position!.Epoch == 2);
        sut.Ring.Offer(new AuditorKeys
        {
            ChainKeyId = "chain.1",
            ChainRootSecret = TestKeys.Of(1, 1).ChainRootSecret,
            CheckpointSeed = next.CheckpointSeed,
            PreviousChainKeys = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain.2"] = next.ChainRootSecret },
        });
        await TestAuditor.EventuallyAsync(() => !sut.Ring.IsCurrent);
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(9)));
        await AssertVerifiesAsync();
    }

    [Fact]
    public async Task Offer_RevokedProducerKey_QuarantinesWhatFollowsAndNothingElse()
    {
        using var other = new TestEvents(TestAuditor.LogId, "gateway.2", HastyTime.Start);
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        await sut.EnrolAsync(_events);
        await sut.EnrolAsync(other);
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(_events.Wire(0)));

        sut.Ring.Offer(TestKeys.Of(1, 1, (_events.Producer, _events.KeyId), ("gateway.3", "gateway.3.key")));
        await TestAuditor.EventuallyAsync(() => !sut.Head.Keys.ContainsKey((_events.Producer, _events.KeyId)));
        Assert.Equal(CommitOutcome.Quarantined, await sut.SendAsync(_events.Wire(1)));
        Assert.Equal(CommitOutcome.Recorded, await sut.SendAsync(other.Wire(0)));
        Assert.Equal(1, sut.Head.Position!.Epoch);

        // What was accepted stays and is still told so; the key doesn't come back, also when the settings forget it.
        sut.Ring.Offer(TestKeys.Of(1, 1));
        await TestAuditor.EventuallyAsync(() => sut.Ring.Offered is null);
        Assert.Equal(CommitOutcome.Quarantined, await sut.SendAsync(_events.Wire(2)));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sut.EnrolAsync(_events));
        var entries = await TestAuditor.EntriesAsync(_store);
        Assert.Equal(
            [("gateway.1", "the auditor's settings")],
            entries.Select(entry => entry.Body).OfType<ProducerKeyBody>().Where(body => body.Revoked).Select(body => (body.Producer, body.Evidence)));
        Assert.Equal(2, entries.Count(entry => entry.Body is CommitBody));
        await AssertVerifiesAsync();
    }

    [Fact]
    public void ChainSecretOf_UnknownName_IsNull() => Assert.Null(TestKeys.Of(2, 1).ChainSecretOf("chain.9"));

    [Fact]
    public async Task Offer_KeyThatIsNotEnrolledYet_NeverIs()
    {
        await using var sut = await new TestAuditor(_store, _store, _time).StartAsync();
        sut.Ring.Offer(TestKeys.Of(1, 1, (_events.Producer, _events.KeyId)));
        await TestAuditor.EventuallyAsync(() => sut.Ring.Offered is null);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sut.EnrolAsync(_events));
        Assert.DoesNotContain(await TestAuditor.EntriesAsync(_store), entry => entry.Body is ProducerKeyBody);
    }

    private async Task<long> SendUntilAsync(TestAuditor sut, int number, ConcurrentBag<CommitOutcome> outcomes, CancellationToken done)
    {
        using var events = new TestEvents(TestAuditor.LogId, $"gateway.{number}", HastyTime.Start, alg: EventSignature.Ed25519Tree);
        await sut.EnrolAsync(events);
        var seq = 0L;
        while (!done.IsCancellationRequested)
        {
            var wires = events.SignBatch(seq, 4).Select(item => (ReadOnlyMemory<byte>)item.ToWire()).ToList();
            foreach (var outcome in await sut.Intake.AcceptAsync(wires, Token))
            {
                outcomes.Add(outcome);
            }

            seq += wires.Count;
            _time.Pass(TimeSpan.FromMilliseconds(1));
        }

        return seq;
    }

    /// <summary>Which generation of the checkpoint key signed the checkpoint of a size.</summary>
    private async Task<int> SignerOfAsync(long size)
    {
        var note = (await _store.ReadAsync(TestAuditor.LogId, DerivedObjects.CheckpointName(size), Token))!.Value;
        return Enumerable.Range(1, 2).Single(i => VerifierKey.TryParse(TestKeys.Vkey(i), out var key) && Checkpoint.TryOpen(note.Span, key!, out _));
    }

    private async Task AssertVerifiesAsync()
    {
        var report = await TestKeys.VerifyAsync(_store, _time.GetUtcNow());
        Assert.Empty(report.Findings);
        Assert.Equal(VerificationResult.Clean, report.Result);
    }
}
