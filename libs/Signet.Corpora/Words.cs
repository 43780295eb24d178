using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Corpora;

/// <summary>The words of corpus files.</summary>
internal static class Words
{
    public static FamilySort? Sort(string word) => word switch
    {
        "attack" => FamilySort.Attack,
        "benign" => FamilySort.Benign,
        "reported" => FamilySort.Reported,
        _ => null,
    };

    /// <summary>A case is caught when it doesn't go on without somebody's approval.</summary>
    public static Decision? Expectation(string word) => word switch
    {
        "allow" => Decision.Allow,
        "redact" => Decision.Redact,
        "caught" => Decision.Escalate,
        "block" => Decision.Block,
        _ => null,
    };

    public static ContentRole? Role(string word) => word switch
    {
        "none" => ContentRole.None,
        "system" => ContentRole.System,
        "developer" => ContentRole.Developer,
        "user" => ContentRole.User,
        "assistant" => ContentRole.Assistant,
        "tool" => ContentRole.Tool,
        _ => null,
    };

    public static ContentKind? Kind(string word) => word switch
    {
        "text" => ContentKind.Text,
        "tool_definition" => ContentKind.ToolDefinition,
        "tool_call" => ContentKind.ToolCall,
        "tool_result" => ContentKind.ToolResult,
        "unknown" => ContentKind.Unknown,
        _ => null,
    };
}
