namespace Signet.Ledger.Verification;

/// <summary>What a store that can lock its objects says of a slot. Leave it out for a store that can't.</summary>
/// <param name="RetainUntil">Until when nobody can delete or replace the object; null when somebody can, a governor's permission included.</param>
/// <param name="LegalHold">True when it is held beyond that.</param>
/// <param name="OtherVersions">True when the slot has another version with other octets, or a delete marker.</param>
/// <param name="SameVersions">True when the slot has a further version with the same octets, which is harmless.</param>
public readonly record struct SlotProtection(DateTimeOffset? RetainUntil, bool LegalHold, bool OtherVersions, bool SameVersions = false);
