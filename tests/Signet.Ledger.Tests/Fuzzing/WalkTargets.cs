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
    private const int Split = 3;

    private static readonly LogBuilder Log = LogBuilder.Large();
    private static readonly byte[] Note = Log.Note();

    // Few octets, so that each has its turn soon.
    private static readonly LogBuilder Short = TwoSegments();
    private static readonly byte[] ShortNote = Short.Note();

    public static FuzzTarget[] All { get; } =
    [
        new("walk-segments", ["LogVerification"], [.. Short.Segments.Select((octets, i) => (byte[])[(byte)i, .. octets])], Walks),
        new("walk-state", ["LogVerification.Resume"], [State(Log, full: true), State(Log, full: false)], Resumes),
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

    private static bool Resumes(byte[] octets)
    {
        using var walk = LogVerification.Resume(Log.Trust(), octets);
        if (walk is null)
        {
            return false;
        }

        // What was accepted has one form from then on.
        if (walk.SaveState() is { } again)
        {
            using var twin = LogVerification.Resume(Log.Trust(), again);
            FuzzTargets.Same(again, twin!.SaveState());
        }

        walk.Segments([.. Log.Segments.Skip(Split).Select((segment, i) => new StoredSegment(Split + i, segment))]);
        walk.Checkpoint(Note);
        _ = walk.SaveState();
        var report = walk.Complete(Log.Now.AddDays(1));
        var head = Log.HeadAfter(Log.Segments.Count - 1);
        Assert.True(report.Result == VerificationResult.Broken || head == new Checkpoint(Log.LogId, report.Size, report.Root));
        return true;
    }

    private static LogBuilder TwoSegments()
    {
        var log = new LogBuilder();
        log.Segment(log.Enrol("gateway-1"), log.Commit("gateway-1", 0));
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        return log;
    }

    private static byte[] State(LogBuilder log, bool full)
    {
        using var walk = new LogVerification(log.Trust(full));
        walk.Segments([.. log.Segments.Take(Split).Select((segment, i) => new StoredSegment(i, segment))]);
        return walk.SaveState()!;
    }

    private static string WithoutMacs(byte[] segment) => Macs().Replace(Encoding.Latin1.GetString(segment), "\"mac\":\"\"");

    [GeneratedRegex("\"mac\":\"[0-9a-f]{64}\"")]
    private static partial Regex Macs();
}
