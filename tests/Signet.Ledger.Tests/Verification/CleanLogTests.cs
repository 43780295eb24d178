using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

public class CleanLogTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Verify_LogsOfEveryShape_Clean(bool full)
    {
        for (var segments = 1; segments <= 5; segments++)
        {
            for (var epochEvery = 1; epochEvery <= 3; epochEvery++)
            {
                using var log = new LogBuilder();
                log.Segment(log.Enrol("gateway-1"), log.Commit("gateway-1", 0));
                for (var s = 1; s < segments; s++)
                {
                    if (s % epochEvery == 0)
                    {
                        log.NextEpoch();
                    }

                    log.Segment(log.Commit("gateway-1", s), new HeartbeatBody { IntervalSeconds = 60 });
                }

                var report = log.Verify(full, log.Note());
                Assert.Empty(report.Findings);
                Assert.Equal(VerificationResult.Clean, report.Result);
                Assert.Equal((segments, log.Head.Size, segments, full), ((int)report.Segments, report.Entries, (int)report.Commits, report.Full));
                Assert.Equal(log.HeadAfter(segments - 1), new Ledger.Checkpoints.Checkpoint(log.LogId, report.Size, report.Root));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Verify_EveryTypeOfEntry_CleanButForTheWrittenGap(bool full)
    {
        using var log = LogBuilder.Large();
        var report = log.Verify(full, log.Note());
        Assert.Equal(VerificationResult.Clean, report.Result);
        var gap = Assert.Single(report.Findings);
        Assert.Equal((FindingKind.ProducerGap, FindingSeverity.Warning, "producer_gap"), (gap.Kind, gap.Severity, gap.Name));
        for (var s = 0; s < log.Segments.Count; s++)
        {
            Assert.DoesNotContain(log.Verify(full, log.Note(s)).Findings, f => f.Severity == FindingSeverity.Error);
        }
    }

    [Fact]
    public void Verify_LastSeenOfEverySegment_Clean()
    {
        using var log = LogBuilder.Small();
        for (var s = 0; s < 3; s++)
        {
            Assert.Equal(VerificationResult.Clean, LogBuilder.Walk(log.Segments, log.Trust() with { LastSeen = log.HeadAfter(s) }, log.Now).Result);
        }
    }

    [Fact]
    public void Verify_Keyless_SaysSo()
    {
        using var log = LogBuilder.Small();
        Assert.Contains(log.Verify(full: false).Notes, note => note.StartsWith("Keyless", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Verify().Notes, note => note.StartsWith("Keyless", StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_GenesisAsTheOnlySource_SelfDeclared()
    {
        using var log = LogBuilder.Small();
        var report = LogBuilder.Walk(log.Segments, log.Trust() with { CheckpointKey = null }, log.Now, log.Note());
        Assert.Equal(VerificationResult.NotVerified, report.Result);
        Assert.Equal(2, (int)report.Result);
        Assert.Empty(report.Findings);
        Assert.Contains(report.Notes, note => note.StartsWith("Self-declared", StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_ExpiredAndRevokedKeys_AreUnknown()
    {
        using var log = new LogBuilder();
        log.Segment(
            log.Enrol("gateway-1", notAfter: log.Now.AddMinutes(4)), log.Commit("gateway-1", 0), log.Commit("gateway-1", 1), log.Enrol("gateway-2"),
            log.Commit("gateway-2", 0), log.Enrol("gateway-2", revoked: true), log.Commit("gateway-2", 1), log.Commit("gateway-3", 0),
            log.Commit("gateway-1", 5, signedBy: "gateway-2"));
        Assert.Equal(
            [(FindingKind.UnknownKey, 4L), (FindingKind.UnknownKey, 8L), (FindingKind.UnknownKey, 9L), (FindingKind.UnknownKey, 10L)],
            log.Verify().Findings.Select(f => (f.Kind, f.Seq!.Value)));
    }

    [Fact]
    public void Verify_DuplicateEvent_Found()
    {
        using var log = new LogBuilder();
        log.Segment(log.Enrol("gateway-1"), log.Commit("gateway-1", 0), log.Commit("gateway-1", 0));
        Assert.Equal((FindingKind.DuplicateEvent, 4L), log.Verify().Findings.Select(f => (f.Kind, f.Seq!.Value)).Single());
    }

    [Fact]
    public void Verify_Holes_EachFoundOnceOldEnough()
    {
        using var log = new LogBuilder();
        var epoch = EventSamples.Plain().Producer.Epoch;
        log.Segment(
            log.Enrol("gateway-1"), log.Commit("gateway-1", 2), new GapBody { Producer = "gateway-1", Epoch = epoch, From = 0, Through = 1 },
            log.Commit("gateway-1", 5), log.Commit("gateway-1", 9), new GapBody { Producer = "gateway-1", Epoch = epoch, From = 6, Through = 7 });
        Assert.Equal(
            [FindingSeverity.Warning, FindingSeverity.Error, FindingSeverity.Error],
            log.Verify().Findings.Where(f => f.Kind == FindingKind.ProducerGap).Select(f => f.Severity));

        // By the log's own last minute no hole is ten minutes old.
        var young = new LogVerification(log.Trust());
        young.Segment(0, log.Segments[0]);
        Assert.Empty(young.Complete(log.Now).Findings);
    }

    [Fact]
    public void Verify_HoleInAProducerThatGoesOn_IsFoundAllTheSame()
    {
        using var log = new LogBuilder();
        log.Segment([log.Enrol("gateway-1"), .. Enumerable.Range(1, 30).Select(i => log.Commit("gateway-1", i))]);
        var walk = new LogVerification(log.Trust());
        walk.Segment(0, log.Segments[0]);
        Assert.Equal(FindingKind.ProducerGap, Assert.Single(walk.Complete(log.Now).Findings).Kind);
    }

    [Fact]
    public void Verify_EventInAWrittenGap_FillsIt()
    {
        using var log = new LogBuilder();
        log.Segment(
            log.Enrol("gateway-1"), log.Commit("gateway-1", 1),
            new GapBody { Producer = "gateway-1", Epoch = EventSamples.Plain().Producer.Epoch, From = 0, Through = 0 }, log.Commit("gateway-1", 0));
        Assert.Empty(log.Verify().Findings);
    }
}
