namespace Signet.Policy.Content;

/// <summary>What a piece of content is, whatever wire format carried it.</summary>
public enum ContentKind
{
    /// <summary>Text that a person or a model wrote.</summary>
    Text,

    /// <summary>The declaration of a tool that the model may call: its name, description or schema.</summary>
    ToolDefinition,

    /// <summary>A call that the model proposes.</summary>
    ToolCall,

    /// <summary>What a tool answered.</summary>
    ToolResult,

    /// <summary>The model's own refusal.</summary>
    Refusal,

    /// <summary>The model's reasoning, where the wire format shows it.</summary>
    Reasoning,

    /// <summary>An image, sound or file. Its octets are not inspected.</summary>
    Media,

    /// <summary>A string that no rule of the surface explains. Checks see it as they see text.</summary>
    Unknown,
}
