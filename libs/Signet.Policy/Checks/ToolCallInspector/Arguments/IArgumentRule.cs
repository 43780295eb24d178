using System.Text.Json;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>What a policy asks of a place in a tool's arguments. Immutable and safe for concurrent use.</summary>
internal interface IArgumentRule
{
    /// <summary>Judges arguments that have been read strictly; null when there is nothing against them.</summary>
    ArgumentFault? Judge(JsonElement arguments);
}
