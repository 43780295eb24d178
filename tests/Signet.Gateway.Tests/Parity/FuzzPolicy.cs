using System.Text.Json;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Parity;

/// <summary>The policies of the split tests, and the texts that trigger them.</summary>
internal static class FuzzPolicy
{
    /// <summary>Blocks.</summary>
    public const string Forbidden = "ZEBRA-1234";

    /// <summary>Is redacted.</summary>
    public const string Hidden = "OKAPI";

    public const string Replacement = "[x]";

    /// <summary>A call of it is withheld.</summary>
    public const string ForbiddenTool = "delete_everything";

    public static PolicyPipeline Pipeline { get; } = StreamReplay.Pipeline(
        """
        {"version":1,"unknown_content":"pass","checks":[
          {"check":"regex_content","rules":[
            {"label":"forbidden","pattern":"ZEBRA-[0-9]{4}","action":"block","max_length":16},
            {"label":"hidden","pattern":"OKAPI","action":"redact","replacement":"[x]","max_length":8}]},
          {"check":"scope_drift"},
          {"check":"tool_call_inspector","tools":{"get_weather":{"tier":"low"},"web_search":{"tier":"low"},"code_interpreter":{"tier":"low"}}}]}
        """);

    /// <summary>Blocks one text and nothing else.</summary>
    public static PolicyPipeline Blocking(string text) => StreamReplay.Pipeline(
        $$"""
        {"version":1,"unknown_content":"pass","tool_calls":"pass","checks":[{"check":"regex_content","rules":[
          {"label":"forbidden","action":"block","max_length":{{text.Length}},"pattern":{{JsonSerializer.Serialize(Literally(text))}} }]}]}
        """);

    /// <summary>Each character as a class of its own, which needs no escapes but for three.</summary>
    private static string Literally(string text) => string.Concat(text.Select(c => c is '\\' or ']' or '^' or '[' ? $"\\{c}" : $"[{c}]"));
}
