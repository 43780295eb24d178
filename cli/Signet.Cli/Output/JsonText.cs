using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signet.Cli.Output;

/// <summary>JSON as commands print it: with every character outside ASCII escaped, so that none reaches a terminal.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A document that is the whole result.</summary>
    public static string Of(JsonNode json) => json.ToJsonString(Indented);

    /// <summary>A document on one line, for commands that print several.</summary>
    public static string LineOf(JsonNode json) => json.ToJsonString();
}
