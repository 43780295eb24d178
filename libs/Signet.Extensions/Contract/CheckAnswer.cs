namespace Signet.Extensions.Contract;

/// <summary>What a service answers: <c>docs/schemas/signet-check-response-v1.json</c>.</summary>
internal sealed record CheckAnswer
{
    /// <summary><c>allow</c>, <c>redact</c>, <c>escalate</c> or <c>block</c>.</summary>
    public required string Decision { get; init; }

    public string? Reason { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>What starts and lengths of edits count: <c>utf16</c> or <c>code_points</c>; with edits it must be said.</summary>
    public string? Unit { get; init; }

    public IReadOnlyList<CheckAnswerEdit>? Edits { get; init; }

    /// <summary>How many of the items the service couldn't read.</summary>
    public int? Unread { get; init; }

    public int? RetryAfterSeconds { get; init; }
}
