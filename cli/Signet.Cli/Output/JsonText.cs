using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signet.Cli.Output;

/// <summary>JSON as commands print it: indented, and with every character outside ASCII escaped, so that none reaches a terminal.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(JsonNode json) => json.ToJsonString(Indented);
}
