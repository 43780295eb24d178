using System.Globalization;
using System.Security.Cryptography;
using CsCheck;
using Signet.Ledger.Tests.Verification.Generated;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Logs of a well-behaved writer are clean, in whichever way they are walked. SIGNET_TEST_SEED repeats a run.</summary>
public class GeneratedLogsTests
{
    private const int Logs = 10_000;

    [Fact]
    public void Verify_LogsOfAWellBehavedWriter_CleanInEveryWay()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("SIGNET_TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Current.TestOutputHelper?.WriteLine($"SIGNET_TEST_SEED={seed}");
        using var recipient = RSA.Create(2_048);
        var pem = recipient.ExportPkcs8PrivateKeyPem();
        long entries = 0, commits = 0, holes = 0, sealedLogs = 0;
        Parallel.For(0, Logs, number =>
        {
            // Every log has a stream of numbers of its own, so that it can be written again alone.
            var plan = LogPlan.Any.Generate(new PCG((uint)number, seed), null, out _);
            using var sealing = plan.Sealed ? RSA.Create() : null;
            sealing?.ImportFromPem(pem);
            using var log = new PlannedLog(plan, sealing);
            try
            {
                AssertClean(log, plan.Variant);
            }
            catch (Exception exception)
            {
                Assert.Fail($"Seed {seed}, log {number}: {exception}");
            }

            Interlocked.Add(ref entries, log.Entries);
            Interlocked.Add(ref commits, log.Commits);
            Interlocked.Add(ref holes, log.Holes.Count());
            Interlocked.Add(ref sealedLogs, plan.Sealed ? 1 : 0);
        });
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Logs} logs, {entries} entries, {commits} commits, {holes} holes accounted for, {sealedLogs} logs with sealed keys");
        Assert.True(commits > Logs && holes > Logs / 10 && sealedLogs > 0, "The generator has dried up.");
    }

    private static void AssertClean(PlannedLog log, int variant)
    {
        // Four walks cover each pair of: secrets or none, whole or resumed, window, threads. Which threads go with which window varies.
        var split = 1 + (variant % log.Segments.Count);
        var (one, two) = variant % 2 == 0 ? (1, 2) : (2, 1);
        var whole = log.Segments.Count;
        var full = Walk(log, full: true, 0, whole, one);
        var keyless = Walk(log, full: false, 0, window: 1, two);
        AssertSame(full, Walk(log, full: true, split, window: 1, two));
        AssertSame(keyless, Walk(log, full: false, split, whole, one));

        string[] holes = [.. log.Holes];
        foreach (var report in new[] { full, keyless })
        {
            Assert.Equal(holes, report.Findings.Select(finding => finding.Detail));
            Assert.All(
                report.Findings,
                finding => Assert.Equal((FindingKind.ProducerGap, FindingSeverity.Warning), (finding.Kind, finding.Severity)));
            Assert.Equal(VerificationResult.Clean, report.Result);
            Assert.Equal((log.Heads[^1].Size, log.Heads[^1].Root), (report.Size, report.Root));
            Assert.Equal(
                (log.Segments.Count, log.Entries, log.Commits, log.Anchors),
                (report.Segments, report.Entries, report.Commits, report.Anchors));
            Assert.Equal(log.Now, report.Through);
        }

        Assert.Equal((true, false), (full.Full, keyless.Full));
    }

    /// <summary>Walks a log, as a whole or up to a segment and then on from the state saved there.</summary>
    private static VerificationReport Walk(PlannedLog log, bool full, int split, int window, int threads)
    {
        var trust = log.Trust(full);
        var walk = new LogVerification(trust, threads);
        try
        {
            Push(walk, log, 0, split == 0 ? log.Segments.Count : split, window);
            if (split > 0)
            {
                var state = walk.SaveState();
                Assert.NotNull(state);
                walk.Dispose();
                walk = LogVerification.Resume(trust with { LastSeen = log.Heads[split - 1] }, state, threads);
                Assert.NotNull(walk);
                Assert.Equal(split, walk.NextSegment);
                Push(walk, log, split, log.Segments.Count, window);
            }

            log.Notes.ForEach(note => walk.Checkpoint(note));
            return walk.Complete(log.Now.AddDays(1));
        }
        finally
        {
            walk?.Dispose();
        }
    }

    private static void Push(LogVerification walk, PlannedLog log, int from, int through, int window)
    {
        for (var at = from; at < through; at += window)
        {
            walk.Segments([.. Enumerable.Range(at, Math.Min(window, through - at)).Select(i => new StoredSegment(i, log.Segments[i]))]);
        }
    }

    private static void AssertSame(VerificationReport expected, VerificationReport resumed)
    {
        Assert.Equal(expected.Findings, resumed.Findings);

        // The resumed walk alone was told what was seen before, and knows the sealed keys of its own part alone.
        Assert.Equal(expected.Notes.Where(note => !note.StartsWith("No earlier state", StringComparison.Ordinal)), resumed.Notes);
        Assert.Equal(
            expected with { Findings = [], Notes = [] }, resumed with { Findings = [], Notes = [], SealedKeys = expected.SealedKeys });
    }
}
