using System.Diagnostics;
using System.Globalization;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench.Memory;

/// <summary>
/// Verifies a log in full while it is made, window by window: one is checked on all cores while the next is made, as the verifier does with
/// a store, so the peaks are those of both. Entries are the smallest that hold an event, "a producer is alive" with the MAC of a secret
/// that the verifier has. The producer's numbers have no gaps, so what the walk remembers of them doesn't grow.
/// </summary>
internal static class MemoryRun
{
    private const int SegmentLength = 1_024;

    public const string Head =
        "| Entries | Segment octets each | Seconds | Entries/s | Peak GC heap (MB) | Working set before (MB) | Peak working set (MB) |\n" +
        "|--:|--:|--:|--:|--:|--:|--:|";

    /// <summary>One row of the table.</summary>
    public static async Task<string> RunAsync(int entries)
    {
        var secret = new byte[CommitSigner.MinSecretOctets];
        using var signer = CommitSigner.FromSharedSecret(SampleLog.LogId, "commit-1", secret);
        using var log = new SampleLog(signer);
        using var peaks = new MemoryPeaks();
        var began = Stopwatch.GetTimestamp();
        var trust = log.Trust() with { CommitSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { [signer.KeyId] = secret } };
        using var verification = new LogVerification(trust);
        var commits = Enumerable.Range(0, entries).Select(seq => SampleLog.Commit(signer.Sign(SampleEvents.Alive(seq))));
        var checking = Task.CompletedTask;
        var octets = 0L;
        foreach (var window in Windows.Of(log.Build(commits, SegmentLength, new SegmentBuffer())))
        {
            await checking;
            octets += window.Sum(segment => (long)segment.Octets.Length);
            checking = Task.Run(() => verification.Segments(window));
        }

        await checking;
        var report = Expect.Clean(verification.Complete(SampleEvents.Start), entries);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (!report.Full || report.Commits != entries)
        {
            throw new InvalidOperationException("Not everything was checked.");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {entries:#,##0} | {octets / report.Entries} | {seconds:0.0} | {entries / seconds:#,##0} | {peaks.Heap} " +
            $"| {peaks.WorkingSetBefore} | {peaks.WorkingSet} |");
    }
}
