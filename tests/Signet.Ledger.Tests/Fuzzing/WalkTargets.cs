using System.Text;
using System.Text.RegularExpressions;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Verification;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>The walk: spoiled segments are found out, and a spoiled state is refused or vouches for no other tree.</summary>
internal static partial class WalkTargets
{
    // The logs whose walks are resumed, and behind which segment.
    private static readonly (LogBuilder Log, int Split)[] Resumed = [(LogBuilder.Large(), 3), (LateNumbers(), 1)];

    // Few octets, so that each has its turn soon.
    private static readonly LogBuilder Short = TwoSegments();
    private static readonly byte[] ShortNote = Short.Note();

    public static FuzzTarget[] All { get; } =
    [
        new("walk-segments", ["LogVerification"], [.. Short.Segments.Select((octets, i) => (byte[])[(byte)i, .. octets])], Walks),
        new("walk-state", ["LogVerification.Resume"], [.. States()], octets => Resumed.Any(item => Resumes(item.Log, item.Split, octets))),
    ];

    private static bool Walks(byte[] sample)
    {
        if (sample.Length == 0)
        {
            return false;
        }

        var number = sample[0] % Short.Segments.Count;
        var segments = Short.Segments.ToArray();
        segments[number] = sample[1..];
        var same = sample.AsSpan(1).SequenceEqual(Short.Segments[number]);
        var full = LogBuilder.Walk(segments, Short.Trust(), Short.Now, ShortNote);
        Assert.Equal(same ? VerificationResult.Clean : VerificationResult.Broken, full.Result);
        Assert.True(same || full.Findings.Any(finding => finding.Severity == FindingSeverity.Error));

        // Without secrets the MACs of the last segment are its writer's word alone; every other octet is covered.
        var keyless = LogBuilder.Walk(segments, Short.Trust(full: false), Short.Now, ShortNote);
        var macsAlone = number == Short.Segments.Count - 1 && WithoutMacs(segments[number]) == WithoutMacs(Short.Segments[number]);
        Assert.True(same || macsAlone || keyless.Result == VerificationResult.Broken);
        return same;
    }

    private static bool Resumes(LogBuilder log, int split, byte[] octets)
    {
        using var walk = LogVerification.Resume(log.Trust(), octets);
        if (walk is null)
        {
            return false;
        }

        // What was accepted has one form from then on.
        if (walk.SaveState() is { } again)
        {
            using var twin = LogVerification.Resume(log.Trust(), again);
            FuzzTargets.Same(again, twin!.SaveState());
        }

        walk.Segments([.. log.Segments.Skip(split).Select((segment, i) => new StoredSegment(split + i, segment))]);
        walk.Checkpoint(log.Note());
        _ = walk.SaveState();
        var report = walk.Complete(log.Now.AddDays(1));
        var head = log.HeadAfter(log.Segments.Count - 1);
        Assert.True(report.Result == VerificationResult.Broken || head == new Checkpoint(log.LogId, report.Size, report.Root));
        return true;
    }

    private static LogBuilder TwoSegments()
    {
        var log = new LogBuilder();
        log.Segment(log.Enrol("gateway-1"), log.Commit("gateway-1", 0));
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        return log;
    }

    /// <summary>What comes behind the state fills the holes in it.</summary>
    private static LogBuilder LateNumbers()
    {
        var log = new LogBuilder("log.late");
        log.Segment([log.Enrol("gateway-1"), .. new[] { 3, 6, 9, 12 }.Select(seq => log.Commit("gateway-1", seq))]);
        log.Segment([.. new[] { 1, 2, 0, 5, 4, 8, 10, 11, 13, 7 }.Select(seq => log.Commit("gateway-1", seq))]);
        return log;
    }

    private static IEnumerable<byte[]> States()
    {
        foreach (var (log, split) in Resumed)
        {
            foreach (var full in new[] { true, false })
            {
                using var walk = new LogVerification(log.Trust(full));
                walk.Segments([.. log.Segments.Take(split).Select((segment, i) => new StoredSegment(i, segment))]);
                yield return walk.SaveState()!;
            }
        }
    }

    private static string WithoutMacs(byte[] segment) => Macs().Replace(Encoding.Latin1.GetString(segment), "\"mac\":\"\"");

    [GeneratedRegex("\"mac\":\"[0-9a-f]{64}\"")]
    private static partial Regex Macs();
}
