namespace Signet.Ledger.Anchors;

/// <summary>One line of a revocation list.</summary>
internal readonly record struct RevokedCertificate(DateTimeOffset At, RevocationReason Reason)
{
    /// <summary>
    /// Whether a token of that time still counts: it is older than the revocation, and the reason says nothing about the key (RFC 3161,
    /// section 4.1).
    /// </summary>
    public bool LeavesStanding(DateTimeOffset token) => Reason != RevocationReason.Other && token < At;
}
