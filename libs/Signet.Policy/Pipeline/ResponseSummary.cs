namespace Signet.Policy.Pipeline;

/// <summary>How an answer ended, without any of its content.</summary>
public sealed record ResponseSummary
{
    private TokenUsage? _usage;

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

    /// <summary>Finds out what the request used, counting what the model didn't tell; null where only the model's word is known.</summary>
    public Func<TokenUsage>? Meter { get; init; }

    /// <summary>What the request used. Counting takes time, so it happens when somebody asks, and once.</summary>
    public TokenUsage Usage => _usage ??= Meter?.Invoke() ?? new TokenUsage(InputTokens, OutputTokens, IsEstimated: false);

    /// <summary>True when somebody has asked for <see cref="Usage"/> and part of it is signet's own count.</summary>
    public bool UsageEstimated => _usage is { IsEstimated: true };
}
