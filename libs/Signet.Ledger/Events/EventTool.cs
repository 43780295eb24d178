namespace Signet.Ledger.Events;

/// <summary>A tool call without its arguments.</summary>
public sealed record EventTool
{
    /// <summary>The tool; at most 256 characters.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256(salt || argument octets as the model wrote them).</summary>
    public required Digest ArgumentsSha256 { get; init; }

    /// <summary>The tier by which it was judged; at most 32 characters; <c>unknown</c> for a tool that the policy doesn't name.</summary>
    public required string Tier { get; init; }

    /// <summary>The name that the model gave the call; at most 256 characters.</summary>
    public string? CallId { get; init; }
}
