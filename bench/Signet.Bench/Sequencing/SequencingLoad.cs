using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Signet.Auditor;
using Signet.Auditor.Election;
using Signet.Auditor.Intake;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Memory;

namespace Signet.Bench.Sequencing;

/// <summary>Rounds in which every producer keeps some deliveries under way until all its events are in a fresh log.</summary>
internal static class SequencingLoad
{
    // One segment is built while another is stored: enough for both, and less than an auditor's queue has room for.
    private const int Deliveries = 60;
    private const int LeastOfEach = 16_384;

    public static string Head => "| path | batch | entries/s | of HMAC alone | CPU us/entry | bytes/entry | entries/segment | MB/s |\n|---|---|---|---|---|---|---|---|";

    public static string Row(string name, int batch, double rate, double hmac, double cpu, double octets, double segment, double stored) => string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {batch} | {rate:n0} | {rate / hmac:n2} | {cpu:n2} | {octets:n0} | {segment:n0} | {stored:n0} |");

    /// <param name="name">The row's name.</param>
    /// <param name="events">The events.</param>
    /// <param name="isChecked">True when their signatures are not to be checked: then each has one of its own, and none a path to it.</param>
    /// <param name="batch">How many make a delivery.</param>
    /// <param name="time">For how long at least.</param>
    /// <param name="hmac">The baseline.</param>
    /// <param name="open">A fresh store for a round.</param>
    public static async Task<string> RunAsync(
        string name, SequencingEvents events, bool isChecked, int batch, TimeSpan time, double hmac, Func<int, ISegmentStore> open)
    {
        var sets = isChecked ? events.Single : events.InBatchesOf(batch, LeastOfEach);
        await RoundAsync(events, sets, isChecked, batch, open(-1));
        var (spent, cpu, entries, octets, segments, stored) = (TimeSpan.Zero, TimeSpan.Zero, 0L, 0L, 0L, 0L);
        for (var round = 0; spent < time; round++)
        {
            var result = await RoundAsync(events, sets, isChecked, batch, open(round));
            spent += result.Time;
            cpu += result.Cpu;
            entries += result.Entries;
            octets += result.Octets;
            segments += result.Segments;
            stored += result.Stored;
        }

        return Row(name, batch, entries / spent.TotalSeconds, hmac, cpu.TotalMicroseconds / entries, (double)octets / entries, (double)entries / segments,
            stored / spent.TotalSeconds / 1e6);
    }

    private static async Task<(TimeSpan Time, TimeSpan Cpu, long Entries, long Octets, long Segments, long Stored)> RoundAsync(
        SequencingEvents events, SignedEvent[][] sets, bool isChecked, int batch, ISegmentStore store)
    {
        await using var services = new ServiceCollection().AddMetrics().AddSingleton<SignetMetrics>().BuildServiceProvider();
        var options = new AuditorOptions
        {
            LogId = SampleLog.LogId,
            WriterId = "writer",
            ChainKeyId = "chain-1",
            ChainRootSecret = new byte[32],
            CheckpointSeed = new byte[32],
            Settings = new LedgerSettings
            {
                RetainDays = 0,
                GapAfterSeconds = 900,
                MaxMergeDelaySeconds = 60,
                DedupeDays = 1_000,
                Anchors = new AnchorSettings { Required = 0, Tsas = [], MaxLagSeconds = 3_600, IdleSeconds = 86_400 },
            },
        };
        var head = new LogHead();
        var derived = store as IDerivedStore ?? new MemoryStore();
        using var sequencer = new LogSequencer(
            options, new KeyRing(options), store, derived, head, SingleWriter.Instance, services.GetRequiredService<SignetMetrics>(), TimeProvider.System, NullLogger<LogSequencer>.Instance);
        var intake = new CommitIntake(options, sequencer, head);
        await sequencer.StartAsync(CancellationToken.None);
        await head.WaitBeyondAsync(0, CancellationToken.None);
        for (var i = 0; i < sets.Length; i++)
        {
            var signer = events.SignerOf(i);
            await intake.EnrolAsync(
                new ProducerEnrolment(SequencingEvents.NameOf(i), signer.KeyId, signer.Alg, signer.PublicKey, "a bench"), CancellationToken.None);
        }

        var wires = isChecked ? null : sets.Select(set => set.Select(item => item.Wire).ToArray()).ToArray();
        GC.Collect();
        var octets = GC.GetTotalAllocatedBytes();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, sets.Length).Select(i => Task.Run(() => wires is null
            ? SendAsync(sets[i].Length, batch, (from, count) => SubmitAsync(sequencer, sets[i].AsSpan(from, count)))
            : SendAsync(sets[i].Length, batch, (from, count) =>
                intake.AcceptAsync(new ArraySegment<ReadOnlyMemory<byte>>(wires[i], from, count), CancellationToken.None).AsTask()))));
        var spent = Stopwatch.GetElapsedTime(began);
        octets = GC.GetTotalAllocatedBytes() - octets;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        var (segments, stored) = (0L, 0L);
        await foreach (var segment in store.ListSegmentsAsync(SampleLog.LogId, CancellationToken.None))
        {
            segments++;
            stored += (await store.ReadSegmentAsync(SampleLog.LogId, segment, CancellationToken.None))!.Value.Length;
        }

        await sequencer.StopAsync(CancellationToken.None);
        return (spent, cpu, sets.Sum(set => (long)set.Length), octets, segments, stored);
    }

    private static Task<IReadOnlyList<CommitOutcome>> SubmitAsync(LogSequencer sequencer, ReadOnlySpan<SignedEvent> events)
    {
        var delivery = new Delivery(events.Length);
        var submissions = new Submission[events.Length];
        for (var i = 0; i < submissions.Length; i++)
        {
            submissions[i] = new EventSubmission(delivery, i, events[i]);
        }

        sequencer.Submit(submissions);
        return delivery.Answer;
    }

    private static async Task SendAsync(int count, int batch, Func<int, int, Task<IReadOnlyList<CommitOutcome>>> send)
    {
        var underWay = new Queue<Task<IReadOnlyList<CommitOutcome>>>();
        for (var from = 0; from < count; from += batch)
        {
            if (underWay.Count == Deliveries)
            {
                Require(await underWay.Dequeue());
            }

            underWay.Enqueue(send(from, Math.Min(batch, count - from)));
        }

        while (underWay.TryDequeue(out var next))
        {
            Require(await next);
        }
    }

    private static void Require(IReadOnlyList<CommitOutcome> outcomes)
    {
        if (outcomes.Any(outcome => outcome != CommitOutcome.Recorded))
        {
            throw new InvalidOperationException("An event was not recorded.");
        }
    }
}
