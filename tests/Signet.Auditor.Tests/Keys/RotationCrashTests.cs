using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Keys;

/// <summary>A writer is killed at each write of a rotation of both keys, before it took effect and after.</summary>
public sealed class RotationCrashTests(ITestOutputHelper output)
{
    private const int MaxWrites = 64;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rotation_KilledAtEachWrite_IsDoneOnceByTheNextWriterAndNothingIsLost(bool takesEffect)
    {
        var write = 1;
        while (await KillAtAsync(write, takesEffect))
        {
            Assert.True(++write < MaxWrites, "a rotation has an end");
        }

        output.WriteLine($"{write - 1} writes");

        // The segment with the rotation, that of the new epoch, its state, tiles and both checkpoints at least.
        Assert.True(write > 6, $"only {write - 1} writes were tried");
    }

    /// <summary>False when the rotation was over before so many writes.</summary>
    private static async Task<bool> KillAtAsync(int write, bool takesEffect)
    {
        var (store, time) = (new MemoryStore(), new HastyTime());
        using var events = new TestEvents(TestAuditor.LogId, "gateway.1", HastyTime.Start);
        var wires = new List<byte[]> { events.Wire(0) };
        bool isKilled;
        await using (var first = await StartAsync(new CutStore(store), out var cut, time))
        {
            await first.EnrolAsync(events);
            Assert.Equal(CommitOutcome.Recorded, await first.SendAsync(wires[0]));
            await first.Publisher.WaitForAsync(first.Head.Position!.Size, Token);

            cut.CutAt(write, takesEffect);
            first.Ring.Offer(TestKeys.Of(2, 2));
            var rotated = RotatedAsync(first);
            while (!cut.Cut.IsCompleted && !rotated.IsCompleted)
            {
                wires.Add(events.Wire(wires.Count));
                var sending = first.SendAsync(wires[^1]);
                if (await Task.WhenAny(sending, cut.Cut) == sending)
                {
                    Assert.Equal(CommitOutcome.Recorded, await sending);
                }
            }

            isKilled = cut.Cut.IsCompleted;
            cut.Kill();
        }

        // The same settings find it again, and what wasn't acknowledged is sent again.
        await using (var second = new TestAuditor(store, store, time, TestKeys.Options(TestKeys.Of(2, 2))))
        {
            await second.StartAsync();
            await second.Publisher.StartAsync(Token);
            foreach (var wire in wires)
            {
                Assert.Equal(CommitOutcome.Recorded, await second.SendAsync(wire));
            }

            await second.Publisher.WaitForAsync(second.Head.Position!.Size, Token);
            Assert.Equal(TestKeys.Vkey(2), second.Head.Position!.CheckpointVkey);
        }

        var entries = await TestAuditor.EntriesAsync(store);
        var seqs = entries.Select(entry => entry.Body).OfType<CommitBody>().Select(body => body.SignedEvent.Event.Producer.Seq).ToList();
        Assert.Equal(Enumerable.Range(0, wires.Count).Select(seq => (long)seq), seqs);
        Assert.DoesNotContain(entries, entry => entry.Body is QuarantineBody);
        Assert.Equal("chain.2", Assert.Single(entries.Select(entry => entry.Body).OfType<KeyBody>()).To);
        Assert.Equal(TestKeys.Vkey(2), Assert.Single(entries.Select(entry => entry.Body).OfType<CheckpointKeyBody>()).To);
        var report = await TestKeys.VerifyAsync(store, time.GetUtcNow());
        Assert.Empty(report.Findings);
        Assert.Equal(VerificationResult.Clean, report.Result);
        return isKilled;
    }

    private static Task<TestAuditor> StartAsync(CutStore store, out CutStore cut, HastyTime time)
    {
        cut = store;
        return StartedAsync();

        async Task<TestAuditor> StartedAsync()
        {
            var auditor = await new TestAuditor(store, store, time).StartAsync();
            await auditor.Publisher.StartAsync(Token);
            return auditor;
        }
    }

    /// <summary>Completes when a checkpoint of the new epoch is published under the new key.</summary>
    private static async Task RotatedAsync(TestAuditor auditor)
    {
        Assert.True(VerifierKey.TryParse(TestKeys.Vkey(2), out var key));
        await TestAuditor.EventuallyAsync(() => auditor.Head.Position!.Epoch == 2 &&
            auditor.Publisher.Published is { } published && Checkpoint.TryOpen(published.Note.Span, key!, out _));
    }
}
