using Signet.Policy.Documents;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary><c>tool_call_inspector</c> as policies know it.</summary>
internal static class ToolCallInspectorDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = ToolCallInspectorCheck.CheckName,
        Summary = "Judges each complete tool call before it is released.",
        Factory = ToolCallInspectorFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["tools"] = "The tools that the model may call, by exact name.",
            ["tools.<name>.tier"] = "How much harm it can do.",
            ["tools.<name>.irreversible"] = "Nothing undoes it.",
            ["max_allowed_tier"] = "A tool above it is blocked.",
            ["escalate_at_tier"] = "An irreversible tool of this tier or above is escalated.",
            ["allow_unregistered"] = "Release calls of tools that are not listed.",
        },
    };
}
