using System.Text.Json.Nodes;
using Signet.Cli.Diagnosis;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>What the doctor found, for people or for programs.</summary>
internal static class DoctorOutput
{
    public static string Text(IReadOnlyList<Finding> findings) => string.Join('\n', findings.SelectMany(Lines).Append(Sum(findings)));

    public static string Json(IReadOnlyList<Finding> findings, int exitCode) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-doctor/1",
        ["result"] = exitCode switch { ExitCodes.Success => "good", ExitCodes.Failure => "failed", _ => "nothing_examined" },
        ["findings"] = new JsonArray([.. findings.Select(finding => new JsonObject
        {
            ["area"] = finding.Area,
            ["status"] = Word(finding.Status),
            ["text"] = finding.Text,
            ["fix"] = finding.Fix,
        })]),
    });

    private static IEnumerable<string> Lines(Finding finding)
    {
        yield return $"{Mark(finding.Status),-5} {finding.Area,-12} {SafeText.Of(finding.Text)}";
        if (finding is { Fix: { } fix })
        {
            yield return $"{"",-18} -> {SafeText.Of(fix)}";
        }
    }

    private static string Sum(IReadOnlyList<Finding> findings)
    {
        var counts = findings.ToLookup(finding => finding.Status);
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"\n{counts[FindingStatus.Good].Count()} good, {counts[FindingStatus.Warning].Count()} to know, {counts[FindingStatus.Failure].Count()} failed, {counts[FindingStatus.Skipped].Count()} not looked at");
    }

    private static string Mark(FindingStatus status) => status switch
    {
        FindingStatus.Good => "good",
        FindingStatus.Warning => "know",
        FindingStatus.Failure => "FAIL",
        _ => "-",
    };

    private static string Word(FindingStatus status) => status.ToString().ToLowerInvariant();
}
