namespace Signet.Policy.Content;

/// <summary>Who speaks in a piece of content, as the wire format says.</summary>
public enum ContentRole
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The system prompt.</summary>
    System,

    /// <summary>The developer's instructions.</summary>
    Developer,

    /// <summary>The user.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,

    /// <summary>A tool.</summary>
    Tool,
}
