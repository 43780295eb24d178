using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

/// <summary>Keys change with the settings of the next writer, which takes over while the last still runs.</summary>
public sealed class RotationTests : IDisposable
{
    private static readonly byte[] OldSecret = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly byte[] OldSeed = [.. Enumerable.Repeat((byte)9, 32)];

    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task TakeOver_NewKeys_RetiresTheOldOnesAndTheLogVerifies()
    {
        await using var first = await new TestAuditor(_store, _store, _time).StartAsync();
        await first.EnrolAsync(_events);
        Assert.Equal(CommitOutcome.Recorded, await first.SendAsync(_events.Wire(0)));

        var options = Rotated();
        await using (var second = new TestAuditor(_store, _store, _time, options))
        {
            await second.StartAsync();
            await TestAuditor.EventuallyAsync(async () => await second.SendAsync(_events.Wire(1)) == CommitOutcome.Recorded);
            await second.Publisher.StartAsync(Token);
            await second.Publisher.WaitForAsync(second.Head.Position!.Size, Token);
            Assert.Equal(CommitOutcome.Retry, await first.SendAsync(_events.Wire(2)));
        }

        var segments = await TestAuditor.SegmentsAsync(_store);
        var rotation = segments.FindIndex(segment => EntryCodec.Read(segment.Lines[^2].Entry).Entry!.Body is KeyBody);
        Assert.All(segments[..(rotation + 1)], segment => Assert.Equal("chain.1", segment.Header.KeyId));
        Assert.All(segments[(rotation + 1)..], segment => Assert.Equal("chain.2", segment.Header.KeyId));
        Assert.Equal(segments[rotation].Header.Epoch + 1, segments[rotation + 1].Header.Epoch);
        Assert.Equal(VerificationResult.Clean, await VerifyAsync(options));

        // The old secret is needed no more, and the old key can't come back.
        await using (var third = new TestAuditor(_store, _store, _time, Rotated(previous: false)))
        {
            await third.StartAsync();
            Assert.Equal(CommitOutcome.Recorded, await third.SendAsync(_events.Wire(2)));
        }

        var back = new TestAuditor(_store, _store, _time);
        await back.Sequencer.StartAsync(Token);
        Assert.IsNotType<OperationCanceledException>(await Assert.ThrowsAnyAsync<Exception>(() => back.Sequencer.ExecuteTask!));
        Assert.Equal(VerificationResult.Clean, await VerifyAsync(options));
    }

    [Fact]
    public async Task TakeOver_RevokedProducerKey_QuarantinesWhatItSigns()
    {
        await using (var first = await new TestAuditor(_store, _store, _time).StartAsync())
        {
            await first.EnrolAsync(_events);
            Assert.Equal(CommitOutcome.Recorded, await first.SendAsync(_events.Wire(0)));
        }

        var options = TestAuditor.Options(revoked: [(_events.Producer, _events.KeyId), ("nobody", "knows")]);
        await using var sut = new TestAuditor(_store, _store, _time, options);
        await sut.StartAsync();
        Assert.Equal(CommitOutcome.Quarantined, await sut.SendAsync(_events.Wire(1)));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => sut.EnrolAsync(_events));
        Assert.Single(await TestAuditor.EntriesAsync(_store), entry => entry.Body is ProducerKeyBody { Revoked: true });
    }

    private static AuditorOptions Rotated(bool previous = true)
    {
        var options = TestAuditor.Options();
        return new AuditorOptions
        {
            LogId = options.LogId,
            WriterId = "writer.b",
            ChainKeyId = "chain.2",
            ChainRootSecret = Enumerable.Repeat((byte)17, 32).ToArray(),
            CheckpointSeed = Enumerable.Repeat((byte)19, 32).ToArray(),
            PreviousChainKeys = previous ? new Dictionary<string, ReadOnlyMemory<byte>> { ["chain.1"] = OldSecret } : new(),
            PreviousCheckpointSeeds = previous ? [OldSeed] : [],
            Settings = options.Settings,
        };
    }

    private async Task<VerificationResult> VerifyAsync(AuditorOptions options)
    {
        using var signer = new CheckpointSigner(TestAuditor.LogId, OldSeed);
        var verification = new LogVerification(new LogTrust
        {
            LogId = TestAuditor.LogId,
            CheckpointKey = signer.VerifierKey,
            RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain.1"] = OldSecret, ["chain.2"] = options.ChainRootSecret },
        });
        await foreach (var number in _store.ListSegmentsAsync(TestAuditor.LogId, Token))
        {
            verification.Segment(number, (await _store.ReadSegmentAsync(TestAuditor.LogId, number, Token))!.Value);
        }

        if (await _store.ReadAsync(TestAuditor.LogId, "checkpoint", Token) is { } note)
        {
            verification.Checkpoint(note.ToArray());
        }

        var report = verification.Complete(_time.GetUtcNow());
        Assert.Empty(report.Findings);
        return report.Result;
    }
}
