using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>What the walk itself says about anchors; tokens are checked elsewhere.</summary>
public class AnchorPromiseTests
{
    private static readonly AnchorSettings TwoOfTwo = new()
    {
        Required = 2, MaxLagSeconds = 600, IdleSeconds = 86_400,
        Tsas = [new AnchorAuthority("a", Digest.Zero), new AnchorAuthority("b", Digest.Zero)],
    };

    [Fact]
    public void Verify_QuorumInTime_Clean()
    {
        using var log = new LogBuilder(anchors: TwoOfTwo);
        log.Segment();
        log.Segment(Anchor(log, 0, "a"), Anchor(log, 0, "b"));
        var report = log.Verify();
        Assert.Empty(report.Findings);
        Assert.Equal((2L, 3L), (report.Anchors, report.AnchoredSize));
        Assert.Contains(report.Notes, note => note.Contains("tokens were not checked", StringComparison.Ordinal));
    }

    [Fact]
    public void Verify_OneOfTwo_QuorumMissedAndTheWaitGoesOn()
    {
        using var log = new LogBuilder(anchors: TwoOfTwo);
        log.Segment();
        log.Segment(Anchor(log, 0, "a"));
        Assert.Equal([FindingKind.AnchorQuorum, FindingKind.AnchorLate], log.Verify().Findings.Select(f => f.Kind));
    }

    [Fact]
    public void Verify_SameAuthorityTwice_IsNoQuorum()
    {
        using var log = new LogBuilder(anchors: TwoOfTwo);
        log.Segment();
        log.Segment(Anchor(log, 0, "a"), Anchor(log, 0, "a"));
        Assert.Contains(log.Verify().Findings, f => f.Kind == FindingKind.AnchorQuorum);
    }

    [Fact]
    public void Verify_LaterRoundReachesTheQuorum_TheEarlierIsMadeGood()
    {
        using var log = new LogBuilder(anchors: TwoOfTwo);
        log.Segment();
        log.Segment(Anchor(log, 0, "a"));
        log.Segment(Anchor(log, 1, "a"), Anchor(log, 1, "b"));
        Assert.DoesNotContain(log.Verify().Findings, f => f.Kind == FindingKind.AnchorQuorum);
    }

    [Fact]
    public void Verify_AnchorOfAnotherTreeOrAuthority_Invalid()
    {
        using var log = new LogBuilder(anchors: TwoOfTwo with { Required = 0 });
        log.Segment();
        var good = Anchor(log, 0, "a");
        log.Segment(
            good with { TreeSize = 2 }, good with { Root = new byte[32] }, good with { Tsa = "c" }, good with { TreeSize = 99 });
        Assert.Equal(
            [FindingKind.AnchorInvalid, FindingKind.AnchorInvalid, FindingKind.AnchorInvalid, FindingKind.AnchorInvalid],
            log.Verify().Findings.Select(f => f.Kind));
        var refused = LogBuilder.Walk(log.Segments, log.Trust() with { CheckAnchor = _ => "no" }, log.Now);
        Assert.Equal(4, refused.Findings.Count);
    }

    [Fact]
    public void Verify_TimesThatContradictAnAnchor_Found()
    {
        using var log = new LogBuilder(anchors: TwoOfTwo with { Required = 0 });
        log.Segment();

        // Stamped long before what it covers was recorded, and then long after what follows it.
        log.Segment(Anchor(log, 0, "a") with { GenTime = log.Now.AddMinutes(-5) }, Anchor(log, 0, "b") with { GenTime = log.Now.AddHours(1) });
        var findings = log.Verify().Findings;
        Assert.Equal(FindingKind.TimeContradicted, findings[0].Kind);
        Assert.Equal(3, findings[0].Seq);
        Assert.Contains(findings, f => f.Kind == FindingKind.TimeContradicted && f.Seq == 5);
    }

    [Fact]
    public void Verify_TimesAtTheEndsOfTheCalendar_DontThrow()
    {
        using var log = new LogBuilder(anchors: TwoOfTwo with { Required = 1, MaxLagSeconds = (1L << 53) - 1 });
        log.Segment();
        log.Segment(
            Anchor(log, 0, "a") with { GenTime = DateTimeOffset.MinValue }, Anchor(log, 0, "b") with { GenTime = DateTimeOffset.MaxValue });
        log.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        foreach (var now in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue.AddDays(-1) })
        {
            Assert.Equal(VerificationResult.Broken, LogBuilder.Walk(log.Segments, log.Trust(), now).Result);
        }
    }

    private static AnchorBody Anchor(LogBuilder log, int segment, string tsa) => new()
    {
        TreeSize = log.HeadAfter(segment).Size, Root = log.HeadAfter(segment).Root.ToArray(), Tsa = tsa, Policy = "1.2.3", GenTime = log.Now,
        Nonce = new byte[] { 1 }, RequestedAt = log.Now, ReceivedAt = log.Now, Token = new byte[] { 48, 0 },
    };
}
