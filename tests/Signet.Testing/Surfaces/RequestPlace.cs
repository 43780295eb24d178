namespace Signet.Testing.Surfaces;

/// <summary>The places of a request at which text can stand, whatever its API calls them.</summary>
public enum RequestPlace
{
    /// <summary>A header field, which every request has.</summary>
    Header,

    UserText,
    SystemText,
    ToolName,
    ToolDescription,
    ToolSchema,

    /// <summary>The arguments of a call that the model made earlier.</summary>
    CallArguments,

    ToolResult,
    Reasoning,
    Refusal,

    /// <summary>The address of media, which is text.</summary>
    MediaAddress,

    /// <summary>The octets of media, which no check can read.</summary>
    MediaOctets,

    /// <summary>The value of a member that the specification doesn't know.</summary>
    UnknownField,

    /// <summary>The key of such a member.</summary>
    UnknownKey,

    /// <summary>A part or item of a type that the specification doesn't know.</summary>
    UnknownPart,
}
