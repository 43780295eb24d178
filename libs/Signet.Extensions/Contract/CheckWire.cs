using Signet.Policy.Content;
using Signet.Policy.Owners;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Contract;

/// <summary>The words of the contract over HTTP: <c>signet-check/v1</c>.</summary>
internal static class CheckWire
{
    internal const int Version = 1;

    internal static readonly (string Word, ContentKind Value)[] Kinds =
    [
        ("text", ContentKind.Text),
        ("tool_definition", ContentKind.ToolDefinition),
        ("tool_call", ContentKind.ToolCall),
        ("tool_result", ContentKind.ToolResult),
        ("refusal", ContentKind.Refusal),
        ("reasoning", ContentKind.Reasoning),
        ("media", ContentKind.Media),
        ("unknown", ContentKind.Unknown),
    ];

    internal static readonly (string Word, ContentRole Value)[] Roles =
    [
        ("none", ContentRole.None),
        ("system", ContentRole.System),
        ("developer", ContentRole.Developer),
        ("user", ContentRole.User),
        ("assistant", ContentRole.Assistant),
        ("tool", ContentRole.Tool),
    ];

    /// <summary>The path of a stage's requests, below the address of the service.</summary>
    internal static string PathOf(Stage stage) => stage switch
    {
        Stage.Admission => "signet-check/v1/admit",
        Stage.Commitment => "signet-check/v1/judge",
        _ => "signet-check/v1/record",
    };

    internal static string WordOf(Stage stage) => stage switch
    {
        Stage.Admission => "admission",
        Stage.Commitment => "commitment",
        _ => "record",
    };

    internal static string WordOf(ContentKind kind) => Array.Find(Kinds, pair => pair.Value == kind).Word ?? "unknown";

    internal static string WordOf(ContentRole role) => Array.Find(Roles, pair => pair.Value == role).Word ?? "none";

    internal static string WordOf(OwnerType type) => type switch
    {
        OwnerType.Human => "human",
        OwnerType.Agent => "agent",
        OwnerType.Policy => "policy",
        _ => "unresolved",
    };

    /// <summary>The decision of a word; null for all others.</summary>
    internal static Decision? DecisionOf(string word) => word switch
    {
        "allow" => Decision.Allow,
        "redact" => Decision.Redact,
        "escalate" => Decision.Escalate,
        "block" => Decision.Block,
        _ => null,
    };
}
