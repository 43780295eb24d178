using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Ledger;
using Signet.Ledger.Verification;

namespace Signet.Verifier.Reports;

/// <summary>
/// A report as SARIF 2.1.0: a rule for each kind of finding, a result for each finding. Artifacts are segment objects, relative to the
/// store; an entry is a logical location, because its line alone says nothing.
/// </summary>
internal static class ReportSarif
{
    private const string Store = "STORE";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly FindingKind[] Kinds = Enum.GetValues<FindingKind>();

    public static string Of(VerificationOutcome outcome) => new JsonObject
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(Run(outcome)),
    }.ToJsonString(Indented);

    private static JsonObject Run(VerificationOutcome outcome) => new()
    {
        ["tool"] = new JsonObject
        {
            ["driver"] = new JsonObject
            {
                ["name"] = "signet verifier",
                ["rules"] = new JsonArray([.. Kinds.Select(Rule)]),
            },
        },
        ["originalUriBaseIds"] = new JsonObject
        {
            [Store] = new JsonObject { ["description"] = new JsonObject { ["text"] = "The root of the store that holds the log." } },
        },
        ["invocations"] = new JsonArray(Invocation(outcome)),
        ["results"] = new JsonArray([.. (outcome.Report?.Findings ?? []).Select(finding => Result(outcome.LogId, finding))]),
    };

    private static JsonObject Rule(FindingKind kind)
    {
        var finding = new Finding(kind, null, null, "");
        return new JsonObject
        {
            ["id"] = finding.Name,
            ["name"] = kind.ToString(),
            ["shortDescription"] = new JsonObject { ["text"] = FindingAdvice.Why(kind) },
            ["help"] = new JsonObject { ["text"] = FindingAdvice.Remedy(kind) },
        };
    }

    private static JsonObject Invocation(VerificationOutcome outcome)
    {
        var notes = outcome.Report?.Notes ?? [outcome.Fault ?? ""];
        return new JsonObject
        {
            ["executionSuccessful"] = outcome.Result != VerificationResult.NotVerified,
            ["exitCode"] = (int)outcome.Result,
            ["startTimeUtc"] = Time(outcome.StartedAt),
            ["endTimeUtc"] = Time(outcome.EndedAt),
            ["toolExecutionNotifications"] = new JsonArray([.. notes.Select(note => new JsonObject
            {
                ["level"] = outcome.Report is null ? "error" : "note",
                ["message"] = new JsonObject { ["text"] = note },
            })]),
        };
    }

    private static JsonObject Result(string logId, Finding finding)
    {
        var result = new JsonObject
        {
            ["ruleId"] = finding.Name,
            ["ruleIndex"] = Array.IndexOf(Kinds, finding.Kind),
            ["level"] = ReportWords.Of(finding.Severity),
            ["message"] = new JsonObject { ["text"] = finding.Detail },
        };
        var location = new JsonObject();
        if (finding.Segment is { } segment)
        {
            location["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject
                {
                    ["uri"] = string.Create(CultureInfo.InvariantCulture, $"log/{logId}/seg/{segment:D20}.ndjson"),
                    ["uriBaseId"] = Store,
                },
            };
        }

        location["logicalLocations"] = new JsonArray(new JsonObject
        {
            ["fullyQualifiedName"] = finding.Seq is { } seq ? string.Create(CultureInfo.InvariantCulture, $"{logId}/{seq}") : logId,
            ["kind"] = finding.Seq is null ? "log" : "entry",
        });
        result["locations"] = new JsonArray(location);
        return result;
    }

    private static string Time(DateTimeOffset time) => LedgerText.FormatTime(time);
}
