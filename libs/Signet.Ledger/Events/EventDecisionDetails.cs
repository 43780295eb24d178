namespace Signet.Ledger.Events;

/// <summary>The members that every event about a request has, and a producer event has not.</summary>
public sealed record EventDecisionDetails
{
    /// <summary>Shared by all events of one request; at most 64 characters.</summary>
    public required string RequestId { get; init; }

    /// <summary>The stage of the decision.</summary>
    public required EventStage Stage { get; init; }

    /// <summary>The check that decided, or <c>pipeline</c>; at most 64 characters.</summary>
    public required string Check { get; init; }

    /// <summary>The decision.</summary>
    public required EventDecision Decision { get; init; }

    /// <summary>Why; at most 2,048 characters.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who answers for the request.</summary>
    public required EventOwner Owner { get; init; }

    /// <summary>The request.</summary>
    public required EventRequest Request { get; init; }

    /// <summary>The answer, once there is one.</summary>
    public EventResponse? Response { get; init; }

    /// <summary>The tool call that was judged.</summary>
    public EventTool? Tool { get; init; }

    /// <summary>SHA-256 of the policy that decided.</summary>
    public required Digest PolicySha256 { get; init; }

    /// <summary>True when the decision was recorded and not enforced.</summary>
    public bool Shadow { get; init; }

    /// <summary>What each check saw, skipped or could not read; at most 64 items.</summary>
    public IReadOnlyList<EventCoverage> Coverage { get; init; } = [];

    /// <summary>Names of members that were cut to their limits.</summary>
    public IReadOnlyList<string> Shortened { get; init; } = [];

    /// <summary>How many requests the event stands for, when more than one.</summary>
    public long? Count { get; init; }
}
