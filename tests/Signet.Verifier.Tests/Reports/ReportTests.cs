using System.Text.Json.Nodes;
using Signet.Ledger;
using Signet.Ledger.Verification;
using Signet.Storage;
using Signet.Verifier.Reports;

namespace Signet.Verifier.Tests.Reports;

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
        Assert.Equal(line, ReportText.Of(Of(report)).Split('\n')[0]);
        Assert.Equal(word, (string?)JsonNode.Parse(ReportJson.Of(Of(report)))!["result"]);
    }

    [Fact]
    public void Of_Protection_IsSaid()
    {
        Assert.Contains("not write-protected", ReportText.Of(Of(Report())), StringComparison.Ordinal);
        Assert.Contains("Object Lock", ReportText.Of(Of(Report(), StoreProtection.ObjectLock)), StringComparison.Ordinal);
        Assert.False((bool)JsonNode.Parse(ReportJson.Of(Of(Report())))!["write_protected"]!);
        Assert.True((bool)JsonNode.Parse(ReportJson.Of(Of(Report(), StoreProtection.ObjectLock)))!["write_protected"]!);
    }

    [Fact]
    public void Of_Speed_IsSaid() => Assert.Contains(
        "  speed     3.0 MB in 2.0 s: 2 MB/s, 4 entries/s", ReportText.Of(Of(Report())).Split('\n'));

    [Fact]
    public void Of_Fault_IsSaidAndDecidesNothing()
    {
        var outcome = Of(Report()) with { Report = null, Fault = "no\u001b store" };
        Assert.Equal("NOT VERIFIED  log a-log: no\\x1B store", ReportText.Of(outcome));
        Assert.Equal(("not_verified", "no\u001b store"), ((string?)JsonNode.Parse(ReportJson.Of(outcome))!["result"], (string?)JsonNode.Parse(ReportJson.Of(outcome))!["fault"]));
    }

    [Fact]
    public void Advice_EveryKind_SaysWhyInWordsOfItsOwnAndWhatToDo()
    {
        var kinds = Enum.GetValues<FindingKind>();
        Assert.Equal(kinds.Length, kinds.Select(FindingAdvice.Why).Distinct().Count());
        Assert.All(kinds, kind =>
        {
            Assert.NotEqual(FindingAdvice.Why((FindingKind)(-1)), FindingAdvice.Why(kind));
            var lines = ReportText.Of(Of(Report() with { Findings = [new Finding(kind, 3, 7, "detail")] })).Split('\n');
            Assert.Contains(lines, line => line.EndsWith("why: " + FindingAdvice.Why(kind), StringComparison.Ordinal));
            Assert.Contains(lines, line => line.EndsWith("do:  " + FindingAdvice.Remedy(kind), StringComparison.Ordinal) && line.Length > 30);
            Assert.Contains(lines, line => line.Contains("in segment 3, entry 7", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Of_Keyless_IsSaid() =>
        Assert.Contains("keyless", ReportText.Of(Of(Report() with { Full = false })), StringComparison.Ordinal);

    [Fact]
    public void Of_Anchors_SaysWhatExistedWhen()
    {
        Assert.Contains("anchors   none", ReportText.Of(Of(Report())), StringComparison.Ordinal);
        var anchored = Report() with { Anchors = 2, AnchoredSize = 5, AnchoredAt = At };
        Assert.Contains(
            "2 valid; the first 5 entries existed at 2026-01-02T03:04:05.0000000Z",
            ReportText.Of(Of(anchored)),
            StringComparison.Ordinal);
        Assert.Equal("2026-01-02T03:04:05.0000000Z", (string?)JsonNode.Parse(ReportJson.Of(Of(anchored)))!["anchored_at"]);
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
        var lines = ReportText.Of(Of(report)).Split('\n');
        Assert.Contains("  FOUND     mac_mismatch in segment 1, entry 4: evil\\x1B[2J", lines);
        Assert.Contains("  warning     anchor_late: late", lines);
        Assert.Contains("  note      a\\x0Anote", lines);
        var findings = JsonNode.Parse(ReportJson.Of(Of(report)))!["findings"]!.AsArray();
        Assert.Equal(("mac_mismatch", "error", 1, 4), (
            (string?)findings[0]!["kind"], (string?)findings[0]!["severity"], (int)findings[0]!["segment"]!, (int)findings[0]!["seq"]!));
        Assert.Equal(("warning", null, null), ((string?)findings[1]!["severity"], findings[1]!["segment"], findings[1]!["seq"]));
    }

    [Fact]
    public void Of_ManyFindings_TextIsShortAndJsonIsWhole()
    {
        var report = Report() with { Findings = [.. Enumerable.Range(0, 60).Select(seq => new Finding(FindingKind.MacMismatch, 0, seq, "x"))] };
        Assert.Contains("and 10 more; --json lists them", ReportText.Of(Of(report)), StringComparison.Ordinal);
        Assert.Equal(60, JsonNode.Parse(ReportJson.Of(Of(report)))!["findings"]!.AsArray().Count);
    }

    private static VerificationOutcome Of(VerificationReport report, StoreProtection protection = StoreProtection.NotWriteProtected) => new()
    {
        LogId = report.LogId,
        Report = report,
        StartedAt = At,
        Took = TimeSpan.FromSeconds(2),
        Octets = 3_000_000,
        Protection = protection,
    };

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
