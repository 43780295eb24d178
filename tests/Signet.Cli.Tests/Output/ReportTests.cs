using System.Text.Json.Nodes;
using Signet.Cli.Output;
using Signet.Ledger;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Cli.Tests.Output;

public sealed class ReportTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(VerificationResult.Clean, "CLEAN  log a-log: 2 segments, 7 entries, 3 commits", "clean")]
    [InlineData(VerificationResult.Broken, "BROKEN  log a-log: 2 segments, 7 entries, 3 commits", "broken")]
    [InlineData(VerificationResult.NotVerified, "NOT VERIFIED  log a-log: 2 segments, 7 entries, 3 commits", "not_verified")]
    public void Of_Result_StandsFirst(VerificationResult result, string line, string word)
    {
        var report = Report() with { Result = result };
        Assert.Equal(line, ReportText.Of(report, StoreProtection.NotWriteProtected).Split('\n')[0]);
        Assert.Equal(word, (string?)JsonNode.Parse(ReportJson.Of(report, StoreProtection.NotWriteProtected))!["result"]);
    }

    [Fact]
    public void Of_Protection_IsSaid()
    {
        Assert.Contains("not write-protected", ReportText.Of(Report(), StoreProtection.NotWriteProtected), StringComparison.Ordinal);
        Assert.Contains("Object Lock", ReportText.Of(Report(), StoreProtection.ObjectLock), StringComparison.Ordinal);
        Assert.False((bool)JsonNode.Parse(ReportJson.Of(Report(), StoreProtection.NotWriteProtected))!["write_protected"]!);
        Assert.True((bool)JsonNode.Parse(ReportJson.Of(Report(), StoreProtection.ObjectLock))!["write_protected"]!);
    }

    [Fact]
    public void Of_Keyless_IsSaid() =>
        Assert.Contains("keyless", ReportText.Of(Report() with { Full = false }, StoreProtection.NotWriteProtected), StringComparison.Ordinal);

    [Fact]
    public void Of_Anchors_SaysWhatExistedWhen()
    {
        Assert.Contains("anchors   none", ReportText.Of(Report(), StoreProtection.NotWriteProtected), StringComparison.Ordinal);
        var anchored = Report() with { Anchors = 2, AnchoredSize = 5, AnchoredAt = At };
        Assert.Contains(
            "2 valid; the first 5 entries existed at 2026-01-02T03:04:05.0000000Z",
            ReportText.Of(anchored, StoreProtection.NotWriteProtected),
            StringComparison.Ordinal);
        Assert.Equal("2026-01-02T03:04:05.0000000Z", (string?)JsonNode.Parse(ReportJson.Of(anchored, StoreProtection.NotWriteProtected))!["anchored_at"]);
    }

    [Fact]
    public void Of_Findings_AreNamedPlacedAndHarmless()
    {
        var report = Report() with
        {
            Result = VerificationResult.Broken,
            Findings =
            [
                new Finding(FindingKind.MacMismatch, 1, 4, "evil\u001b[2J"),
                new Finding(FindingKind.AnchorLate, null, null, "late", FindingSeverity.Warning),
            ],
            Notes = ["a\nnote"],
        };
        var lines = ReportText.Of(report, StoreProtection.NotWriteProtected).Split('\n');
        Assert.Contains("  FOUND     mac_mismatch in segment 1, entry 4: evil\\x1B[2J", lines);
        Assert.Contains("  warning     anchor_late: late", lines);
        Assert.Contains("  note      a\\x0Anote", lines);
        var findings = JsonNode.Parse(ReportJson.Of(report, StoreProtection.NotWriteProtected))!["findings"]!.AsArray();
        Assert.Equal(("mac_mismatch", "error", 1, 4), (
            (string?)findings[0]!["kind"], (string?)findings[0]!["severity"], (int)findings[0]!["segment"]!, (int)findings[0]!["seq"]!));
        Assert.Equal(("warning", null, null), ((string?)findings[1]!["severity"], findings[1]!["segment"], findings[1]!["seq"]));
    }

    [Fact]
    public void Of_ManyFindings_TextIsShortAndJsonIsWhole()
    {
        var report = Report() with { Findings = [.. Enumerable.Range(0, 60).Select(seq => new Finding(FindingKind.MacMismatch, 0, seq, "x"))] };
        Assert.Contains("and 10 more; --json lists them", ReportText.Of(report, StoreProtection.NotWriteProtected), StringComparison.Ordinal);
        Assert.Equal(60, JsonNode.Parse(ReportJson.Of(report, StoreProtection.NotWriteProtected))!["findings"]!.AsArray().Count);
    }

    private static VerificationReport Report() => new()
    {
        LogId = "a-log",
        Result = VerificationResult.Clean,
        Full = true,
        Segments = 2,
        Entries = 7,
        Commits = 3,
        Anchors = 0,
        AnchoredSize = 0,
        AnchoredAt = null,
        Size = 7,
        Root = Digest.Zero,
        From = At,
        Through = At,
        Findings = [],
        Notes = [],
    };
}
