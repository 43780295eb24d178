namespace Signet.Ledger.Verification;

/// <summary>What a store that can lock its objects says of a slot. Leave it out for a store that can't.</summary>
/// <param name="RetainUntil">Until when the object can't be deleted or replaced; null when it can.</param>
/// <param name="LegalHold">True when it is held beyond that.</param>
/// <param name="OtherVersions">True when the slot has another version with other octets, or a delete marker.</param>
public readonly record struct SlotProtection(DateTimeOffset? RetainUntil, bool LegalHold, bool OtherVersions);
