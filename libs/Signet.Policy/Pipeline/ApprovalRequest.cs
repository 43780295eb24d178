namespace Signet.Policy.Pipeline;

/// <summary>What an approval of an escalated request will need. It comes from the policy, never from the requester.</summary>
public sealed record ApprovalRequest
{
    /// <summary>Who may approve, as <c>human:&lt;id&gt;</c>; the requester is not among them.</summary>
    public required IReadOnlyList<string> Approvers { get; init; }

    /// <summary>How many of them must; 1 or more.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>How long after the decision an approval still counts.</summary>
    public required TimeSpan ExpiresAfter { get; init; }
}
