namespace Signet.Ledger.Events;

/// <summary>Who answers for a request.</summary>
public sealed record EventOwner
{
    /// <summary>The most links of an approval chain.</summary>
    public const int MaxApprovalChain = 16;

    /// <summary><c>human</c>, <c>agent</c>, <c>policy</c> or <c>unresolved</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The identifier; empty when unresolved; at most 512 characters.</summary>
    public required string Id { get; init; }

    /// <summary>True when somebody other than the caller vouched for the identity (wire: <c>authenticated</c>, else <c>asserted</c>).</summary>
    public bool Authenticated { get; init; }

    /// <summary>Who vouched, when authenticated.</summary>
    public string? Issuer { get; init; }

    /// <summary>Who may approve, in order; at most 16.</summary>
    public IReadOnlyList<string> ApprovalChain { get; init; } = [];
}
