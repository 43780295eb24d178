using System.Collections.Concurrent;
using Signet.Auditor.Recovery;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.State;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

/// <summary>Whatever happens to stores and processes: what was acknowledged is in the log, once, and the log verifies.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Producers = 4;
    private const int Events = 80;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyProducers_FaultsCrashesAndRivals_NothingAcknowledgedIsLostOrDoubled()
    {
        for (var round = 0; round < Rounds.Of(30); round++)
        {
            var seed = Rounds.Seed();
            output.WriteLine($"seed {seed}");
            await RunAsync(seed);
        }
    }

    private static async Task RunAsync(int seed)
    {
        var store = new MemoryStore();
        var time = new HastyTime();
        var writers = new Writers(store, time, seed);
        var recorded = new ConcurrentDictionary<(string Producer, long Seq), Digest>();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var havoc = Task.WhenAll(writers.HavocAsync(done.Token), PassTimeAsync(time, done.Token));
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(i => Task.Run(() => ProduceAsync(writers, i, seed, recorded), Token)));
        await done.CancelAsync();
        await havoc;
        await writers.StopAsync();

        Assert.Equal(Producers * Events, recorded.Count);
        var checkpoint = await PublishAsync(store, time);
        await CheckLogAsync(store, time, recorded, checkpoint);
        await CheckRecoveryAsync(store);
    }

    private static async Task PassTimeAsync(HastyTime time, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            time.Pass(TimeSpan.FromMilliseconds(50));
            await Task.Delay(2, CancellationToken.None);
        }
    }

    private static async Task ProduceAsync(
        Writers writers, int number, int seed, ConcurrentDictionary<(string Producer, long Seq), Digest> recorded)
    {
        var random = new Random(HashCode.Combine(seed, number));
        using var events = new TestEvents(TestAuditor.LogId, $"gateway.{number}", HastyTime.Start);
        using var forger = new TestEvents(TestAuditor.LogId, events.Producer, HastyTime.Start, events.KeyId) { Epoch = events.Epoch };
        await writers.EnrolAsync(events);
        var signed = Enumerable.Range(0, Events).Select(seq => events.Sign(seq)).ToArray();
        var waiting = signed.ToList();
        while (waiting.Count > 0)
        {
            // Out of order within a window, some of it doubled, some of it recorded before.
            var batch = waiting.Take(12).OrderBy(_ => random.Next()).Take(1 + random.Next(8)).ToList();
            batch.AddRange(batch.Where(_ => random.Next(4) == 0).ToArray());
            batch.AddRange(signed.Where(known => recorded.ContainsKey((events.Producer, known.Event.Producer.Seq)) && random.Next(40) == 0));
            var wires = batch.Select(item => (ReadOnlyMemory<byte>)item.ToWire()).ToList();
            var genuine = wires.Count;
            wires.Add(forger.Wire(random.Next(Events), "forged"));
            var garbage = new byte[random.Next(70_000)];
            random.NextBytes(garbage);
            wires.Add(garbage);
            if (signed.Except(waiting).FirstOrDefault() is { } used)
            {
                wires.Add(events.Wire(used.Event.Producer.Seq, "conflict"));
            }

            var outcomes = await writers.SendAsync(wires);
            for (var i = 0; i < outcomes.Count; i++)
            {
                if (i >= genuine)
                {
                    Assert.NotEqual(CommitOutcome.Recorded, outcomes[i]);
                }
                else if (outcomes[i] == CommitOutcome.Recorded)
                {
                    recorded[(events.Producer, batch[i].Event.Producer.Seq)] = batch[i].Digest;
                    waiting.Remove(batch[i]);
                }
                else
                {
                    Assert.Equal(CommitOutcome.Retry, outcomes[i]);
                }
            }
        }
    }

    private static async Task<byte[]> PublishAsync(MemoryStore store, HastyTime time)
    {
        await using var auditor = await new TestAuditor(store, store, time).StartAsync();
        await auditor.Publisher.StartAsync(Token);
        await auditor.StopAsync();
        await auditor.Publisher.StopAsync(Token);
        return (await store.ReadAsync(TestAuditor.LogId, "checkpoint", Token))!.Value.ToArray();
    }

    private static async Task CheckLogAsync(
        MemoryStore store, HastyTime time, ConcurrentDictionary<(string Producer, long Seq), Digest> recorded, byte[] checkpoint)
    {
        var report = await TestAuditor.VerifyAsync(store, TestAuditor.Options(), time.GetUtcNow(), checkpoint);
        Assert.Empty(report.Findings);
        Assert.Equal(VerificationResult.Clean, report.Result);
        Assert.True(Checkpoint.TryOpen(checkpoint, TestAuditor.Trust(TestAuditor.Options()).CheckpointKey!, out var opened));
        Assert.Equal(report.Size, opened!.Size);

        var entries = await TestAuditor.EntriesAsync(store);
        Assert.Equal(Enumerable.Range(0, entries.Count).Select(i => (long)i), entries.Select(entry => entry.Seq));
        var commits = entries.Select(entry => entry.Body).OfType<CommitBody>().Select(body => body.SignedEvent).ToList();
        Assert.Equal(
            recorded.OrderBy(item => item.Key).Select(item => (item.Key.Producer, item.Key.Seq, item.Value)),
            commits.Select(item => (item.Event.Producer.Id, item.Event.Producer.Seq, item.Digest)).OrderBy(item => (item.Id, item.Seq)));

        var segments = await TestAuditor.SegmentsAsync(store);
        var epoch = 0L;
        foreach (var segment in segments)
        {
            var seal = Assert.IsType<SealBody>(EntryCodec.Read(segment.Lines[^1].Entry).Entry!.Body);
            Assert.Equal(segment.Header.Epoch != epoch || seal.Segment % 4 == 0, seal.StateSha256 is not null);
            epoch = segment.Header.Epoch;
            if (seal.StateSha256 is { } digest)
            {
                var stored = await store.ReadAsync(TestAuditor.LogId, StateCodec.NameOf(seal.Segment), Token);
                Assert.Equal(digest, Digest.Of(Assert.NotNull(stored).Span));
            }
        }
    }

    private static async Task CheckRecoveryAsync(MemoryStore store)
    {
        var fromState = await RecoverAsync(store, store);
        var fromLog = await RecoverAsync(store, new MemoryStore());

        Assert.Equal(Convert.ToHexString(LogStates.Write(fromLog)), Convert.ToHexString(LogStates.Write(fromState)));
    }

    private static Task<LogState> RecoverAsync(MemoryStore segments, MemoryStore derived) =>
        new LogRecovery(TestAuditor.LogId, TestAuditor.Options().Keys.ChainSecretOf, segments, derived).RecoverAsync(Token);

    /// <summary>The writers of one log, of which some are dying, some are rivals, and the newest is meant to live.</summary>
    private sealed class Writers(MemoryStore store, HastyTime time, int seed)
    {
        private readonly List<(TestAuditor Auditor, FaultyStore Store)> _all = [];
        private readonly Random _random = new(seed);
        private volatile TestAuditor[] _newest = [];

        public async Task HavocAsync(CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                if (_newest.Length == 0 || _newest[^1].Sequencer.ExecuteTask!.IsCompleted || _random.Next(3) == 0)
                {
                    await BeginAsync();
                }

                await Task.Delay(_random.Next(40), CancellationToken.None);
            }
        }

        public async Task EnrolAsync(TestEvents events)
        {
            while (true)
            {
                try
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
                    limit.CancelAfter(200);
                    if (_newest is [.., var auditor])
                    {
                        await auditor.Intake.EnrolAsync(new ProducerEnrolment(events.Producer, events.KeyId, events.Alg, events.PublicKey, "test"), limit.Token);
                        return;
                    }
                }
                catch (Exception exception) when (exception is IOException or OperationCanceledException)
                {
                    Token.ThrowIfCancellationRequested();
                }

                await Task.Delay(2, Token);
            }
        }

        public async Task<IReadOnlyList<CommitOutcome>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> wires)
        {
            var among = _newest;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
            limit.CancelAfter(500);
            try
            {
                if (among.Length > 0)
                {
                    var outcomes = await among[Random.Shared.Next(among.Length)].Intake.AcceptAsync(wires, limit.Token);
                    await Task.Delay(1, Token);
                    return outcomes;
                }
            }
            catch (OperationCanceledException)
            {
                Token.ThrowIfCancellationRequested();
            }

            await Task.Delay(2, Token);
            return [.. wires.Select(_ => CommitOutcome.Retry)];
        }

        public async Task StopAsync()
        {
            foreach (var (auditor, faulty) in _all)
            {
                faulty.Faults = 0;
                try
                {
                    await auditor.DisposeAsync();
                }
                catch (Exception exception) when (exception is InvalidOperationException or IOException)
                {
                    // It was superseded, or its store failed while it recovered: its host would have ended.
                }
            }
        }

        private async Task BeginAsync()
        {
            // The one before dies, is killed, or goes on as a rival.
            if (_all.Count > 0)
            {
                var (last, faulty) = _all[^1];
                switch (_random.Next(3))
                {
                    case 0:
                        faulty.Cut();
                        _ = last.StopAsync();
                        break;
                    case 1:
                        _ = last.StopAsync();
                        break;
                    default:
                        break;
                }
            }

            var store1 = new FaultyStore(store, store, _random.Next(), 0.15);
            var auditor = new TestAuditor(store1, store1, time);
            _all.Add((auditor, store1));
            await auditor.Sequencer.StartAsync(CancellationToken.None);
            _newest = [.. _newest.TakeLast(1), auditor];
        }
    }
}
