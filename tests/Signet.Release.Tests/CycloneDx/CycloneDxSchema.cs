using System.Text.Json;
using Json.Schema;
using Signet.Testing;

namespace Signet.Release.Tests.CycloneDx;

/// <summary>The published JSON schema of CycloneDX 1.6, with those that it refers to.</summary>
internal static class CycloneDxSchema
{
    private static readonly JsonSchema Bill = Load();

    /// <summary>Where a bill doesn't meet the schema, and why.</summary>
    public static IReadOnlyList<string> FaultsOf(string bill)
    {
        using var document = JsonDocument.Parse(bill);
        var result = Bill.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid
            ? []
            : [.. (result.Details ?? []).Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))];
    }

    private static JsonSchema Load()
    {
        foreach (var name in new[] { "spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json" })
        {
            SchemaRegistry.Global.Register(new Uri("http://cyclonedx.org/schema/" + name), Read(name));
        }

        return Read("bom-1.6.SNAPSHOT.schema.json");
    }

    private static JsonSchema Read(string name) =>
        JsonSchema.FromText(File.ReadAllText(Repository.PathOf("tests", "Signet.Release.Tests", "CycloneDx", name)));
}
