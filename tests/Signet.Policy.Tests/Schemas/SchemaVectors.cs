using System.Text.Json;

namespace Signet.Policy.Tests.Schemas;

/// <summary>The cases under tests/vectors/json-schema, which a script there compares with another implementation.</summary>
internal static class SchemaVectors
{
    internal static IReadOnlyList<JsonElement> Cases { get; } = Read();

    private static List<JsonElement> Read()
    {
        using Stream stream = typeof(SchemaVectors).Assembly.GetManifestResourceStream("json-schema/cases.ndjson")!;
        using StreamReader reader = new(stream);
        List<JsonElement> cases = [];
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            cases.Add(document.RootElement.Clone());
        }

        return cases;
    }
}
