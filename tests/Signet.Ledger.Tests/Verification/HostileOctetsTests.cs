using System.Text;
using CsCheck;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>No octets make the walk throw or run on.</summary>
public class HostileOctetsTests
{
    [Fact]
    public void Segment_RandomOctets_NeverThrows()
    {
        using var log = LogBuilder.Small();
        Gen.Select(Gen.Byte.Array[0, 300].List[0, 3], Gen.Bool).Sample(
            (segments, full) => LogBuilder.Walk(segments, log.Trust(full), log.Now, segments.FirstOrDefault()).Result == VerificationResult.Broken,
            iter: 2_000);
    }

    [Fact]
    public void Segment_LinesOfRandomPieces_NeverThrows()
    {
        using var log = LogBuilder.Large();
        var lines = log.Segments.SelectMany(s => Encoding.UTF8.GetString(s).Split('\n')).ToArray();
        Gen.Select(Gen.OneOf(lines).List[0, 12].List[1, 3], Gen.Bool).Sample(
            (segments, full) =>
            {
                var octets = segments.Select(s => Encoding.UTF8.GetBytes(string.Concat(s.Select(line => line + "\n"))));
                return LogBuilder.Walk(octets, log.Trust(full), log.Now).Result == VerificationResult.Broken;
            },
            iter: 1_000);
    }

    [Fact]
    public void Segment_AnyEntriesUnderTheRightKey_NeverThrows() =>
        // The key holder may write anything that is well formed, in any order.
        Gen.Select(Gen.OneOf([.. EntrySamples.Bodies]).List[1, 12].List[1, 3], Gen.Bool, EntrySamples.Times).Sample(
            (segments, full, now) =>
            {
                using var log = new LogBuilder();
                foreach (var bodies in segments)
                {
                    log.Segment([.. bodies]);
                }

                _ = LogBuilder.Walk(log.Segments, log.Trust(full), now > DateTimeOffset.MaxValue.AddDays(-2) ? log.Now : now);
            },
            iter: 500);

    [Theory]
    [InlineData(1_000_000_000_000_000L)]
    [InlineData(long.MaxValue)]
    public void Segment_NumberFarAhead_IsAMissingSegmentAndDoesNotHang(long number)
    {
        using var log = LogBuilder.Small();
        var walk = new LogVerification(log.Trust());
        walk.Segment(0, log.Segments[0]);
        walk.Segment(number, log.Segments[1]);
        walk.Segment(number, log.Segments[2]);
        var kinds = walk.Complete(log.Now).Findings.Select(f => f.Kind).ToList();
        Assert.Equal(FindingKind.SegmentMissing, kinds[0]);
        Assert.Contains(FindingKind.MalformedSegment, kinds);
    }

    [Fact]
    public void Segment_NotAscending_IsReported()
    {
        using var log = LogBuilder.Small();
        var walk = new LogVerification(log.Trust());
        walk.Segment(0, log.Segments[0]);
        walk.Segment(0, log.Segments[0]);
        walk.Segment(-1, log.Segments[0]);
        Assert.Equal([FindingKind.MalformedSegment, FindingKind.MalformedSegment], walk.Complete(log.Now).Findings.Select(f => f.Kind));
    }

    [Fact]
    public void Complete_MoreFindingsThanAreKept_CountsTheRest()
    {
        using var log = new LogBuilder();
        log.Write(Enumerable.Repeat<EntryBody>(new HeartbeatBody { IntervalSeconds = 60 }, LogVerification.MaxFindings + 5), new byte[32]);
        var report = log.Verify();
        Assert.Equal(LogVerification.MaxFindings, report.Findings.Count);
        Assert.Contains(report.Notes, note => note.Contains("further findings", StringComparison.Ordinal));
    }

    [Fact]
    public void Segment_GapEntriesOverEverything_NeedNoRoom()
    {
        using var log = new LogBuilder();
        var epoch = Signet.Ledger.Tests.Events.EventSamples.Plain().Producer.Epoch;
        log.Segment([.. Enumerable.Range(0, 2_000).Select(i => new GapBody { Producer = "gateway-1", Epoch = epoch, From = i, Through = (1L << 53) - 1 })]);
        Assert.Empty(log.Verify().Findings);
    }
}
