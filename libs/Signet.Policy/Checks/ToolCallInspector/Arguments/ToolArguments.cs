using System.Text.Json;
using Signet.Policy.Schemas;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>What a policy asks of one tool's arguments. Immutable and safe for concurrent use.</summary>
internal sealed class ToolArguments(JsonSchema? schema, IReadOnlyList<IArgumentRule> rules)
{
    private const string Nothing = "{}";

    /// <summary>
    /// Reads and judges arguments. False when they are no JSON that every reader reads alike: what the tool would get is unknown then,
    /// and nobody could approve it. No text at all counts as no arguments.
    /// </summary>
    internal bool TryJudge(string text, out ArgumentFault? fault)
    {
        fault = null;
        if (!StrictJson.TryParse(text.Length == 0 ? Nothing : text, out StrictJson? json))
        {
            return false;
        }

        using (json)
        {
            fault = Judge(json.Root);
        }

        return true;
    }

    private ArgumentFault? Judge(JsonElement arguments)
    {
        if (schema?.Validate(arguments) is [SchemaFailure failure, ..])
        {
            return new ArgumentFault(failure.Location, "break the schema's " + failure.Keyword);
        }

        ArgumentFault? strictest = null;
        foreach (IArgumentRule rule in rules)
        {
            if (rule.Judge(arguments) is { } fault && (strictest is null || fault.Needs > strictest.Needs))
            {
                strictest = fault;
            }
        }

        return strictest;
    }
}
