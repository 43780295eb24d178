namespace Signet.Ledger.Anchors;

/// <summary>Why an anchor counts or does not. The names are stable: they stand in metrics and reports.</summary>
public enum AnchorReason
{
    /// <summary>Every check passed.</summary>
    Accepted,

    /// <summary>The anchor's own members are out of range: size, root, nonce, log_id or an extra certificate.</summary>
    MalformedAnchor,

    /// <summary>The answer or the token is larger than an entry can carry.</summary>
    TooLarge,

    /// <summary>The answer is no TimeStampResp.</summary>
    MalformedResponse,

    /// <summary>Octets follow the answer or the token.</summary>
    TrailingOctets,

    /// <summary>The authority's PKIStatus is anything but granted (0).</summary>
    NotGranted,

    /// <summary>The token is no CMS SignedData of the required form, or its TSTInfo is no strict DER.</summary>
    MalformedToken,

    /// <summary>The token signs something other than a TSTInfo.</summary>
    WrongContentType,

    /// <summary>The token has no signer, or more than one.</summary>
    SignerCount,

    /// <summary>SHA-1, an unknown algorithm or a key of unfit size is involved.</summary>
    UnfitAlgorithm,

    /// <summary>The TSTInfo's version is not 1.</summary>
    WrongVersion,

    /// <summary>The imprint is another algorithm's than SHA-256, or of another statement.</summary>
    ImprintMismatch,

    /// <summary>The nonce is missing or not the request's.</summary>
    NonceMismatch,

    /// <summary>The token's policy is not the pinned one, or not the one the anchor names.</summary>
    PolicyMismatch,

    /// <summary>The token's time is not the one the anchor names.</summary>
    TimeMismatch,

    /// <summary>The token's time lies outside the request window.</summary>
    OutsideWindow,

    /// <summary>The anchor names another authority than the one it is checked against.</summary>
    WrongAuthority,

    /// <summary>The token does not carry the certificate its signer names.</summary>
    SignerCertificateMissing,

    /// <summary>The signed ESSCertID attribute is missing or names another certificate.</summary>
    SignerCertificateMismatch,

    /// <summary>
    /// The signer may not stamp time: its extended key usage is not exactly timeStamping and critical, or its key usage forbids it.
    /// </summary>
    SignerNotTimestamping,

    /// <summary>The signer is a certification authority.</summary>
    SignerIsAuthority,

    /// <summary>The signature, or the digest it covers, is wrong.</summary>
    SignatureInvalid,

    /// <summary>No chain to a pinned root that was valid at the token's time.</summary>
    UntrustedChain,

    /// <summary>A certificate of the chain is revoked, and not for a reason that leaves older tokens standing.</summary>
    Revoked,

    /// <summary>Revocation lists are given, and none of them speaks for a certificate of the chain at the token's time.</summary>
    RevocationUnknown,
}
