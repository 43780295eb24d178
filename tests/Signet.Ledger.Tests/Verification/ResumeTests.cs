using System.Text;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>A walk that goes on from the state of an earlier one sees what a walk over the whole log sees.</summary>
public class ResumeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Resume_BehindAnySegment_SameReport(bool full)
    {
        using var log = LogBuilder.Large();
        var whole = log.Verify(full, log.Note());
        for (var split = 1; split <= log.Segments.Count; split++)
        {
            var state = StateAfter(log, split, full);
            using var walk = LogVerification.Resume(log.Trust(full), state!);
            Assert.NotNull(walk);
            Assert.Equal(split, walk.NextSegment);
            Push(walk, log.Segments, split);
            walk.Checkpoint(log.Note());
            AssertSame(whole, walk.Complete(log.Now.AddDays(1)));
        }
    }

    [Fact]
    public void Resume_TailTampered_Found()
    {
        using var log = LogBuilder.Large();
        for (var split = 1; split < log.Segments.Count; split++)
        {
            var state = StateAfter(log, split, full: true)!;
            for (var at = 0; at < log.Segments[split].Length; at += 5)
            {
                var segments = log.Segments.ToArray();
                segments[split] = [.. segments[split]];
                segments[split][at] ^= 1;
                using var walk = LogVerification.Resume(log.Trust(), state)!;
                Push(walk, segments, split);
                Assert.Equal(VerificationResult.Broken, walk.Complete(log.Now).Result);
            }
        }
    }

    [Fact]
    public void Resume_SegmentSeenBeforeIsGone_Found()
    {
        using var log = LogBuilder.Large();
        using var walk = LogVerification.Resume(log.Trust(), StateAfter(log, 2, full: true)!)!;
        walk.Segment(3, log.Segments[3]);
        var report = walk.Complete(log.Now);
        Assert.Equal((FindingKind.SegmentMissing, 2L), (report.Findings[0].Kind, report.Findings[0].Segment!.Value));
    }

    [Fact]
    public void Resume_HolesOfSeveralProducers_ReportedInTheSameOrder()
    {
        using var log = new LogBuilder();
        log.Segment(log.Enrol("gateway-2"), log.Enrol("gateway-1"), log.Commit("gateway-2", 1), log.Commit("gateway-1", 1));
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        using var first = new LogVerification(log.Trust());
        first.Segment(0, log.Segments[0]);
        using var walk = LogVerification.Resume(log.Trust(), first.SaveState()!)!;
        Push(walk, log.Segments, 1);
        var findings = walk.Complete(log.Now.AddDays(1)).Findings;
        Assert.Equal(2, findings.Count);
        Assert.Equal(log.Verify().Findings, findings);
    }

    [Fact]
    public void Resume_CheckpointBeforeTheState_IsComparedStill()
    {
        using var log = LogBuilder.Large();
        using var walk = LogVerification.Resume(log.Trust(), StateAfter(log, 3, full: true)!)!;
        walk.Checkpoint(log.Note(1));
        Assert.DoesNotContain(walk.Complete(log.Now).Findings, f => f.Severity == FindingSeverity.Error);
    }

    [Fact]
    public void Resume_OfAKeylessWalk_IsNotFull()
    {
        using var log = LogBuilder.Large();
        using var walk = LogVerification.Resume(log.Trust(), StateAfter(log, 2, full: false)!)!;
        Push(walk, log.Segments, 2);
        var report = walk.Complete(log.Now.AddDays(1));
        Assert.False(report.Full);
        Assert.Equal(VerificationResult.Clean, report.Result);
    }

    [Fact]
    public void Resume_AnotherTrust_Refused()
    {
        using var log = LogBuilder.Large();
        using var other = LogBuilder.Large("log.other", 2);
        var state = StateAfter(log, 2, full: true)!;
        Assert.Null(LogVerification.Resume(other.Trust(), state));
        Assert.Null(LogVerification.Resume(log.Trust() with { CheckpointKey = other.FirstKey }, state));
    }

    [Fact]
    public void Resume_StateChangedAnywhere_NeverThrows()
    {
        using var log = LogBuilder.Large();
        var state = StateAfter(log, 3, full: true)!;
        var refused = 0;
        for (var at = 0; at < state.Length; at++)
        {
            foreach (var mask in new byte[] { 1, 4, 0x20 })
            {
                var changed = state.ToArray();
                changed[at] ^= mask;
                using var walk = LogVerification.Resume(log.Trust(), changed);
                refused += walk is null ? 1 : 0;
                if (walk is not null)
                {
                    Push(walk, log.Segments, 3);
                    walk.Complete(log.Now);
                }
            }
        }

        Assert.True(refused > state.Length);
        Assert.Null(LogVerification.Resume(log.Trust(), state.AsSpan(0, state.Length - 1)));
        Assert.Null(LogVerification.Resume(log.Trust(), Encoding.ASCII.GetBytes("{}")));
        Assert.Null(LogVerification.Resume(log.Trust(), []));
    }

    [Fact]
    public void SaveState_SomethingFound_None()
    {
        using var log = LogBuilder.Small();
        log.Segments[1][^20] ^= 1;
        using var walk = new LogVerification(log.Trust());
        Push(walk, log.Segments, 0);
        walk.Complete(log.Now);
        Assert.Null(walk.SaveState());
    }

    private static byte[]? StateAfter(LogBuilder log, int segments, bool full)
    {
        using var walk = new LogVerification(log.Trust(full));
        Push(walk, log.Segments.Take(segments).ToList(), 0);
        walk.Complete(log.Now);
        return walk.SaveState();
    }

    private static void Push(LogVerification walk, IReadOnlyList<byte[]> segments, int from) =>
        walk.Segments([.. segments.Skip(from).Select((octets, i) => new StoredSegment(from + i, octets))]);

    private static void AssertSame(VerificationReport expected, VerificationReport actual)
    {
        Assert.Equal(expected.Findings, actual.Findings);
        Assert.Equal(expected.Notes, actual.Notes);
        Assert.Equal(expected with { Findings = [], Notes = [] }, actual with { Findings = [], Notes = [], SealedKeys = expected.SealedKeys });
    }
}
