namespace Signet.Policy.Checks.PromptInjection;

/// <summary>Where a piece of a request comes from, as far as its kind, its role and its place say.</summary>
public enum ContentSource
{
    /// <summary>The user, and whatever nobody else is named for.</summary>
    User,

    /// <summary>The system prompt and the developer's instructions.</summary>
    System,

    /// <summary>The model, in earlier turns: its text, its reasoning, its calls.</summary>
    Assistant,

    /// <summary>What a tool answered.</summary>
    ToolResult,

    /// <summary>Documents and search results that stand in a message.</summary>
    Retrieved,

    /// <summary>The declaration of a tool.</summary>
    ToolDefinition,
}
