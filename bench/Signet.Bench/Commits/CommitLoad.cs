using System.Diagnostics;
using System.Globalization;
using Signet.Gateway.Commits;
using Signet.Ledger.Events;

namespace Signet.Bench.Commits;

/// <summary>Callers that each record one event after the other, as fast as they are told that the last one is recorded.</summary>
internal static class CommitLoad
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static string Head =>
        "| path | callers | events/s | CPU us/event | median us | p99 us | bytes/event | events/batch |\n|---|---|---|---|---|---|---|---|";

    public static async Task<string> RunAsync(string name, ICommitPath path, int callers, TimeSpan time)
    {
        await CallAsync(path.Recorder, callers, WarmUp);
        await path.SettleAsync();
        using var process = Process.GetCurrentProcess();
        var (batches, octets, cpu, began) =
            (path.Batches, GC.GetTotalAllocatedBytes(), process.TotalProcessorTime, Stopwatch.GetTimestamp());
        var waits = await CallAsync(path.Recorder, callers, time);
        await path.SettleAsync();
        var elapsed = Stopwatch.GetElapsedTime(began);
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        octets = GC.GetTotalAllocatedBytes() - octets;
        batches = path.Batches - batches;
        waits.Sort();
        var count = (double)waits.Count;
        return Row(
            name, callers, count / elapsed.TotalSeconds, cpu.TotalMicroseconds / count, Microseconds(waits[waits.Count / 2]),
            Microseconds(waits[waits.Count * 99 / 100]), octets / count, count / batches);
    }

    public static string Row(
        string name, int callers, double rate, double cpu, double median, double late, double octets, double batch) => string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {callers} | {rate:n0} | {cpu:n1} | {median:n0} | {late:n0} | {octets:n0} | {batch:n1} |");

    private static async Task<List<long>> CallAsync(IEventRecorder recorder, int callers, TimeSpan time)
    {
        var draft = new EventDraft(EventPhase.Admitted, SampleEvents.Kilobyte(0).Details, []);
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var waits = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(recorder, draft, end))));
        return [.. waits.SelectMany(own => own)];
    }

    private static async Task<List<long>> CallAsync(IEventRecorder recorder, EventDraft draft, long end)
    {
        var waits = new List<long>(1 << 16);
        for (var now = Stopwatch.GetTimestamp(); now < end;)
        {
            if (await recorder.RecordAsync(draft) is null)
            {
                throw new InvalidOperationException("An event was not recorded.");
            }

            var then = Stopwatch.GetTimestamp();
            waits.Add(then - now);
            now = then;
        }

        return waits;
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
