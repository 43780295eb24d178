using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Signet.Testing;

namespace Signet.Cli.Tests;

/// <summary>The published schemas of what commands print.</summary>
internal static class Schemas
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Known = new();

    public static void AssertMeets(string schema, string json) => AssertMeets(schema, JsonNode.Parse(json)!);

    public static void AssertMeets(string schema, JsonNode json)
    {
        using var document = JsonDocument.Parse(json.ToJsonString());
        var result = Known.GetOrAdd(schema, name => JsonSchema.FromText(File.ReadAllText(Repository.PathOf("docs", "schemas", name))))
            .Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(
            result.IsValid,
            string.Join('\n', (result.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
    }
}
