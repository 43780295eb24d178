using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Cli.Policies;
using Signet.Gateway;
using Signet.Policy.Pipeline;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>What policies make of a request, for people or for programs. Never holds the request's content.</summary>
internal static class ExplanationOutput
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Text(PolicyLint lint, PolicySet policies, PolicyTrialResult result)
    {
        var text = new StringBuilder();
        Line($"surface    {result.Surface ?? "none has this path"}");
        if (result.Refusal is { } refusal)
        {
            Line($"preflight  refused: {refusal}; no check sees the request");
            return text.ToString().TrimEnd();
        }

        Line($"model      {SafeText.Of(result.Model ?? "not said")}");
        Line($"owner      {SafeText.Of(result.Owner.ToString())}");
        Line($"policy     {result.Policy!.Name}, {(result.Policy.Shadow ? "shadow: nothing is enforced" : "enforced")}; {Why(lint, policies, result)}");
        Line($"content    {result.Items} item{(result.Items == 1 ? "" : "s")}");
        Line("");
        Line("checks, in the order in which they run");
        foreach (var check in result.Policy.Outline)
        {
            Line($"  {check.Name,-24} {Stages(check),-36} {Says(result.Admission!, check.Name)}");
        }

        Line("");
        Line($"admission  {Word(result.Admission!.Decision)}{Reason(result.Admission)}");
        return text.ToString().TrimEnd();

        void Line(string line) => text.Append(line.TrimEnd()).Append('\n');
    }

    public static string Json(PolicyLint lint, PolicySet policies, PolicyTrialResult result) => new JsonObject
    {
        ["format"] = "signet-policy-explanation/1",
        ["policy_sha256"] = lint.Sha256,
        ["surface"] = result.Surface,
        ["refusal"] = result.Refusal,
        ["model"] = result.Model,
        ["owner"] = result.Owner.ToString(),
        ["items"] = result.Items,
        ["policy"] = result.Policy?.Name,
        ["shadow"] = result.Policy?.Shadow,
        ["selection"] = result.Because is { } because ? policies.Selections.ToList().IndexOf(because) : null,
        ["checks"] = result.Policy is null ? null : new JsonArray([.. result.Policy.Outline.Select(check => Of(check, result.Admission!))]),
        ["decision"] = result.Admission is { } admission ? Word(admission.Decision) : null,
        ["check"] = result.Admission?.Check,
        ["reason"] = result.Admission?.Reason,
        ["redactions"] = result.Admission?.Redactions,
    }.ToJsonString(Indented);

    private static JsonObject Of(CheckOutline check, StageOutcome admission)
    {
        var coverage = admission.Coverage.FirstOrDefault(item => item.Name == check.Name);
        return new JsonObject
        {
            ["name"] = check.Name,
            ["stages"] = new JsonArray([.. check.Stages.Select(stage => JsonValue.Create(Word(stage)))]),
            ["priority"] = check.Priority,
            ["timeout_ms"] = check.Timeout.TotalMilliseconds,
            ["cpu_budget_ms"] = check.CpuBudget.TotalMilliseconds,
            ["decision"] = coverage?.Decision is { } decision ? Word(decision) : null,
            ["seen"] = coverage?.Seen,
            ["skipped"] = coverage?.Skipped,
            ["unread"] = coverage?.Unread,
        };
    }

    private static string Why(PolicyLint lint, PolicySet policies, PolicyTrialResult result)
    {
        if (result.Because is not { } because)
        {
            return policies.Selections.Count == 0 ? "the only one" : "no entry of select matches";
        }

        var index = policies.Selections.ToList().IndexOf(because);
        var line = lint.Locate(string.Create(CultureInfo.InvariantCulture, $"/select/{index}")).Line;
        List<string> matched = [];
        Add(because.Surfaces.Count, "surface");
        Add(because.Models.Count, "model");
        Add(because.Upstreams.Count, "upstream");
        Add(because.Owners.Count, "owner");
        return string.Create(CultureInfo.InvariantCulture, $"line {line} selects it by {string.Join(" and ", matched)}");

        void Add(int count, string what)
        {
            if (count > 0)
            {
                matched.Add(what);
            }
        }
    }

    private static string Says(StageOutcome admission, string check)
    {
        var coverage = admission.Coverage.FirstOrDefault(item => item.Name == check);
        if (coverage is null)
        {
            return "sees the answer";
        }

        return coverage.Decision is { } decision
            ? string.Create(CultureInfo.InvariantCulture, $"{Word(decision)} (seen {coverage.Seen}, skipped {coverage.Skipped}, unread {coverage.Unread})")
            : "didn't run: a check before it has blocked";
    }

    private static string Reason(StageOutcome outcome) =>
        outcome.Reason.Length == 0 ? "" : $" by {outcome.Check}: {SafeText.Of(outcome.Reason)}";

    private static string Stages(CheckOutline check) => string.Join(", ", check.Stages.Select(stage => Word(stage)));

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
