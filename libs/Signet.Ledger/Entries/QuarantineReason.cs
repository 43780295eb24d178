namespace Signet.Ledger.Entries;

/// <summary>Why something that arrived can't be an event.</summary>
public enum QuarantineReason
{
    /// <summary>Its signature doesn't verify.</summary>
    BadSignature,

    /// <summary>Its key isn't enrolled for its producer.</summary>
    UnknownKey,

    /// <summary>It isn't an event in canonical form.</summary>
    Undecodable,

    /// <summary>It is larger than an event may be.</summary>
    TooLarge,

    /// <summary>Its number was used by another event.</summary>
    Conflict,

    /// <summary>Its epoch is older than what is remembered.</summary>
    StaleEpoch,
}
