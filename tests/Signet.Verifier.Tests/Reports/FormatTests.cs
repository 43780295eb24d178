using System.Text.Json;
using Signet.Ledger;
using Signet.Ledger.Verification;
using Signet.Policy.Schemas;
using Signet.Storage;
using Signet.Testing;

namespace Signet.Verifier.Tests.Reports;

/// <summary>What programs read of a report.</summary>
public sealed class FormatTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Json_EveryOutcome_MeetsTheSchema()
    {
        var text = File.ReadAllText(Repository.PathOf("docs", "schemas", "signet-report-v1.json"));
        Assert.True(JsonSchema.TryRead(JsonDocument.Parse(text).RootElement, out var schema, out var errors), string.Join('\n', errors));
        foreach (var outcome in new[] { Clean(), Broken(), Fault() })
        {
            Assert.Empty(schema.Validate(JsonDocument.Parse(VerificationOutput.Json(outcome)).RootElement));
        }

        Assert.NotEmpty(schema.Validate(JsonDocument.Parse("""{"format":"signet-report/1"}""").RootElement));
    }

    [Fact]
    public void Sarif_EveryKind_IsARuleAndAResultThatNamesIt()
    {
        var run = JsonDocument.Parse(VerificationOutput.Sarif(Broken())).RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToList();
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(Enum.GetValues<FindingKind>().Length, rules.Distinct().Count());
        Assert.Equal(rules, results.Select(result => result.GetProperty("ruleId").GetString()));
        Assert.All(results, result => Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]));
        Assert.All(results, result => Assert.Contains(result.GetProperty("level").GetString(), new[] { "error", "warning" }));
        Assert.Equal(
            "log/a-log/seg/00000000000000000003.ndjson",
            results[0].GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
        Assert.Equal(1, run.GetProperty("invocations")[0].GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public void Sarif_Fault_IsANotification()
    {
        var run = JsonDocument.Parse(VerificationOutput.Sarif(Fault())).RootElement.GetProperty("runs")[0];
        Assert.Equal(0, run.GetProperty("results").GetArrayLength());
        var invocation = run.GetProperty("invocations")[0];
        Assert.False(invocation.GetProperty("executionSuccessful").GetBoolean());
        Assert.Equal("away", invocation.GetProperty("toolExecutionNotifications")[0].GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public void Prometheus_Failure_KeepsTheTimeOfTheLastSuccess()
    {
        const string Success = "signet_verification_last_success_timestamp_seconds{log=\"a-log\"} 1767323047";
        var clean = VerificationOutput.Prometheus(Clean(), null);
        Assert.Contains(Success, clean.Split('\n'));
        Assert.Contains("signet_verification_result{log=\"a-log\"} 0", clean.Split('\n'));

        var fault = VerificationOutput.Prometheus(Fault() with { StartedAt = At.AddDays(1) }, clean);
        Assert.Contains(Success, fault.Split('\n'));
        Assert.Contains("signet_verification_result{log=\"a-log\"} 2", fault.Split('\n'));
        Assert.DoesNotContain("last_success", VerificationOutput.Prometheus(Fault(), null), StringComparison.Ordinal);
        Assert.Contains(
            "signet_verification_findings_by_kind{log=\"a-log\",kind=\"mac_mismatch\",severity=\"error\"} 1",
            VerificationOutput.Prometheus(Broken(), clean).Split('\n'));
    }

    [Fact]
    public void Prometheus_EachFamily_IsNamedOnceAndBeforeItsSamples()
    {
        var families = new HashSet<string>();
        var current = "";
        foreach (var line in VerificationOutput.Prometheus(Broken(), null).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                current = line.Split(' ')[2];
                Assert.True(families.Add(current), line);
            }
            else if (line[0] != '#')
            {
                Assert.StartsWith(current + "{log=\"a-log\"", line, StringComparison.Ordinal);
            }
        }
    }

    private static VerificationOutcome Clean() => Of(Report());

    private static VerificationOutcome Broken() => Of(Report() with
    {
        Result = VerificationResult.Broken,
        Findings = [.. Enum.GetValues<FindingKind>().Select(kind => new Finding(
            kind, 3, kind == FindingKind.SegmentMissing ? null : 7, "detail", kind == FindingKind.SegmentRewritten ? FindingSeverity.Warning : FindingSeverity.Error))],
        Notes = ["a note"],
    });

    private static VerificationOutcome Fault() => Of(null) with { Fault = "away" };

    private static VerificationOutcome Of(VerificationReport? report) => new()
    {
        LogId = "a-log",
        Report = report,
        StartedAt = At,
        Took = TimeSpan.FromSeconds(2),
        Octets = 3_000_000,
        Protection = StoreProtection.ObjectLock,
    };

    private static VerificationReport Report() => new()
    {
        LogId = "a-log",
        Result = VerificationResult.Clean,
        Full = true,
        Segments = 2,
        Entries = 7,
        Commits = 3,
        Anchors = 1,
        AnchoredSize = 5,
        AnchoredAt = At,
        Size = 7,
        Root = Digest.Zero,
        From = null,
        Through = At,
        Findings = [],
        Notes = [],
    };
}
