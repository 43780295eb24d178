namespace Signet.Ledger.Anchors;

/// <summary>Why a certificate was revoked (RFC 5280, section 5.3.1), as far as it matters for older tokens.</summary>
internal enum RevocationReason
{
    Unspecified = 0,
    AffiliationChanged = 3,
    Superseded = 4,
    CessationOfOperation = 5,

    /// <summary>Every other reason, and none given: nothing that the key signed counts (RFC 3161, section 4.1).</summary>
    Other = -1,
}
