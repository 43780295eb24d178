using System.Collections.ObjectModel;

namespace Signet.Policy.Pipeline;

/// <summary>What one check says about one thing that it was shown.</summary>
public sealed record CheckResult
{
    /// <summary>Nothing to object, nothing to add.</summary>
    public static CheckResult Allowed { get; } = new() { Decision = Decision.Allow };

    /// <summary>The decision.</summary>
    public required Decision Decision { get; init; }

    /// <summary>
    /// Why, for people. Never holds content of a prompt or an answer. Cut to 512 characters; those that may not be shown are replaced.
    /// </summary>
    public string Reason
    {
        get;
        init => field = CheckText.Clean(value, CheckText.MaxReasonLength);
    } = "";

    /// <summary>
    /// Facts that go to the log: names, labels, levels, counts. Never content. A copy of what is given: at most 32 with keys like
    /// <c>[a-z][a-z0-9_]{0,63}</c>, their values cut to 1,024 characters; those that may not be shown are replaced.
    /// </summary>
    public IReadOnlyDictionary<string, string> Metadata
    {
        get;
        init => field = CheckText.Clean(value);
    } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>How long the caller should wait before the same request may succeed; only with a block that time lifts.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What an approval will need; only with <see cref="Decision.Escalate"/>.</summary>
    public ApprovalRequest? Approval { get; init; }

    /// <summary>No, because of <paramref name="reason"/>.</summary>
    public static CheckResult Block(string reason) => new() { Decision = Decision.Block, Reason = reason };

    /// <summary>Not without approval, because of <paramref name="reason"/>.</summary>
    public static CheckResult Escalate(string reason) => new() { Decision = Decision.Escalate, Reason = reason };
}
