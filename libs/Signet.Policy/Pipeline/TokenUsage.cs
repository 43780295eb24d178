namespace Signet.Policy.Pipeline;

/// <summary>How many tokens a request used.</summary>
/// <param name="Input">
/// Tokens that the model read; 0 when it never saw the request, null when nobody can know, since the request went to the model and its
/// answer was never seen.
/// </param>
/// <param name="Output">Tokens that it wrote; 0 and null as with <paramref name="Input"/>.</param>
/// <param name="IsEstimated">True when a number is signet's own count and not the model's.</param>
public readonly record struct TokenUsage(long? Input, long? Output, bool IsEstimated)
{
    /// <summary>The model never saw the request.</summary>
    public static TokenUsage None { get; } = new(0, 0, IsEstimated: false);

    /// <summary>The model may have seen the request, and nobody saw its answer.</summary>
    public static TokenUsage Unknown { get; } = new(null, null, IsEstimated: false);
}
