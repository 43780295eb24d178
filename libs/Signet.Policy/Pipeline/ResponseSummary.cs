namespace Signet.Policy.Pipeline;

/// <summary>How an answer ended, without any of its content.</summary>
public sealed record ResponseSummary
{
    /// <summary>The status that the caller got.</summary>
    public required int Status { get; init; }

    /// <summary>Octets of the body sent to the caller.</summary>
    public required long Bytes { get; init; }

    /// <summary>Why the model stopped, as it said, or null.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Tokens read by the model, as it said, or null.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens written by the model, as it said, or null.</summary>
    public long? OutputTokens { get; init; }
}
