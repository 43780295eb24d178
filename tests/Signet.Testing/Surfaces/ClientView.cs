namespace Signet.Testing.Surfaces;

/// <summary>What a client makes of an answer, put together as the API's SDKs do.</summary>
/// <param name="Text">All visible text.</param>
/// <param name="Calls">The tool calls in order.</param>
/// <param name="StopReason">Why the answer ended, in the API's own word; null when it doesn't say.</param>
public sealed record ClientView(string Text, IReadOnlyList<SeenCall> Calls, string? StopReason)
{
    public string Reasoning { get; init; } = "";

    public string Refusal { get; init; } = "";
}
