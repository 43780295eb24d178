namespace Signet.Testing.Surfaces;

/// <summary>The places of an answer at which text can stand, whatever its API calls them.</summary>
public enum AnswerPlace
{
    Text,

    /// <summary>Text of a further part, block or item.</summary>
    SecondText,

    ToolName,
    ToolArguments,

    /// <summary>What a tool said that the provider ran itself.</summary>
    ToolResult,

    Reasoning,
    Refusal,

    /// <summary>The answer's own name.</summary>
    Id,

    /// <summary>Octets that no check can read: media or vectors.</summary>
    Octets,

    /// <summary>The value of a member that the specification doesn't know.</summary>
    UnknownField,

    /// <summary>The key of such a member.</summary>
    UnknownKey,

    /// <summary>A part or item of a type that the specification doesn't know.</summary>
    UnknownPart,

    /// <summary>An event of a type that the specification doesn't know.</summary>
    UnknownEvent,

    /// <summary>The upstream's own words about a failure.</summary>
    Error,
}
