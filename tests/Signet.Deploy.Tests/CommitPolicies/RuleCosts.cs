using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>
/// What the rules of a schema may cost, from above. An API server estimates it when a definition is made: each step of a rule is one, a comparison of
/// texts a tenth of their length, a list that is written out ten, all of it as often as lists and maps around it may have members. This
/// counts four for each word of a rule and twelve for each list, which is more, and as often.
/// </summary>
internal static partial class RuleCosts
{
    /// <summary>The most that an API server takes for one rule, and for all of a definition.</summary>
    public const long MostOfOne = 10_000_000;

    public const long MostOfAll = 100_000_000;

    private const int Word = 4;
    private const int List = 12;

    /// <summary>Each rule with its cost.</summary>
    public static IEnumerable<(string Rule, long Cost)> Of(JsonObject node, long times = 1)
    {
        foreach (var rule in node["x-kubernetes-validations"] as JsonArray ?? [])
        {
            var text = (string)rule!["rule"]!;
            yield return (text, times * Cost(text, node));
        }

        foreach (var (_, child) in node["properties"] as JsonObject ?? [])
        {
            foreach (var cost in Of(child!.AsObject(), times))
            {
                yield return cost;
            }
        }

        foreach (var (members, most) in ((string, string)[])[("items", "maxItems"), ("additionalProperties", "maxProperties")])
        {
            if (node[members] is JsonObject child)
            {
                foreach (var cost in Of(child, times * ((long?)node[most] ?? MostOfAll)))
                {
                    yield return cost;
                }
            }
        }
    }

    private static long Cost(string rule, JsonObject node)
    {
        var loops = Loop().Matches(rule).Aggregate(1L, (product, loop) => product * ((long?)node["properties"]?[loop.Groups[1].Value]?["maxItems"] ?? MostOfAll));
        return loops * ((Word * Words().Count(rule)) + (List * rule.Count(letter => letter == '[')));
    }

    [GeneratedRegex(@"self\.([a-z_]+)\.(?:all|exists|exists_one)\(")]
    private static partial Regex Loop();

    [GeneratedRegex(@"[A-Za-z0-9_']+")]
    private static partial Regex Words();
}
