using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Corpora;
using Signet.Corpora.Running;

namespace Signet.Cli.Output;

/// <summary>What a policy decided of a corpus, for programs.</summary>
internal static class QualityJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(CorpusReport report, IReadOnlyList<string> worse) => new JsonObject
    {
        ["format"] = "signet-policy-quality/1",
        ["attacks"] = Sort(report, FamilySort.Attack),
        ["benign"] = Sort(report, FamilySort.Benign),
        ["reported"] = Sort(report, FamilySort.Reported),
        ["not_covered"] = new JsonArray([.. report.NotCovered.Select(family => JsonValue.Create(family.Family.Name))]),
        ["median_microseconds"] = Math.Round(report.Time(0.5).TotalMicroseconds, 1),
        ["p99_microseconds"] = Math.Round(report.Time(0.99).TotalMicroseconds, 1),
        ["worse"] = new JsonArray([.. worse.Select(sentence => JsonValue.Create(sentence))]),
    }.ToJsonString(Indented);

    private static JsonObject Sort(CorpusReport report, FamilySort sort)
    {
        var families = report.Covered(sort).ToList();
        return new JsonObject
        {
            ["right"] = families.Sum(family => family.Right),
            ["cases"] = families.Sum(family => family.Cases.Count),
            ["families"] = new JsonObject(families.Select(family => KeyValuePair.Create(family.Family.Name, (JsonNode?)Family(family)))),
        };
    }

    private static JsonObject Family(FamilyResult family) => new()
    {
        ["language"] = family.Family.Language,
        ["checks"] = new JsonArray([.. family.Family.Checks.Select(check => JsonValue.Create(check))]),
        ["right"] = family.Right,
        ["cases"] = family.Cases.Count,
        ["wrong"] = new JsonObject(family.Wrong.Select(result => KeyValuePair.Create(result.Case.Id, (JsonNode?)JsonValue.Create(QualityWords.Of(result))))),
    };
}
