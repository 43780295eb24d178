using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>What a store says of its slots is held against what the log promises.</summary>
public class ProtectionTests
{
    [Theory]
    [InlineData(null, false, false, FindingKind.RetentionShort)]
    [InlineData(29, false, false, FindingKind.RetentionShort)]
    [InlineData(31, false, false, null)]
    [InlineData(null, true, false, null)]
    [InlineData(31, false, true, FindingKind.SegmentReplaced)]
    public void Segments_Protection_IsHeldAgainstRetainDays(int? days, bool hold, bool versions, FindingKind? expected)
    {
        using var log = LogBuilder.Small();
        using var walk = new LogVerification(log.Trust());
        var protection = new SlotProtection(days is { } d ? log.Now.AddDays(d) : null, hold, versions);
        walk.Segments([.. log.Segments.Select((octets, number) => new StoredSegment(number, octets, number == 1 ? protection : null))]);
        var found = walk.Complete(log.Now).Findings.Where(f => f.Severity == FindingSeverity.Error).ToList();
        Assert.Equal(expected is { } kind ? [(kind, (long?)1)] : [], found.Select(f => (f.Kind, f.Segment)));
    }

    [Fact]
    public void Segments_SameOctetsAgain_IsAWarning()
    {
        using var log = LogBuilder.Small();
        using var walk = new LogVerification(log.Trust());
        var protection = new SlotProtection(log.Now.AddDays(31), false, false, SameVersions: true);
        walk.Segments([.. log.Segments.Select((octets, number) => new StoredSegment(number, octets, number == 1 ? protection : null))]);
        var report = walk.Complete(log.Now);
        Assert.Equal(VerificationResult.Clean, report.Result);
        Assert.Equal((FindingKind.SegmentRewritten, FindingSeverity.Warning), Assert.Single(
            report.Findings.Where(f => f.Kind == FindingKind.SegmentRewritten).Select(f => (f.Kind, f.Severity))));
    }

    [Fact]
    public void Slot_NotWalked_ItsVersionsAreChecked()
    {
        using var log = LogBuilder.Small();
        using var walk = new LogVerification(log.Trust());
        walk.Segments([.. log.Segments.Select((octets, number) => new StoredSegment(number, octets))]);
        walk.Slot(9, new SlotProtection(null, false, true));
        Assert.Contains(walk.Complete(log.Now).Findings, f => f is { Kind: FindingKind.SegmentReplaced, Segment: 9 });
    }
}
