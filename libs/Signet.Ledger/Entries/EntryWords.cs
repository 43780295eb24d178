using Signet.Ledger.Canonical;

namespace Signet.Ledger.Entries;

/// <summary>The wire words of the closed sets of section 1.</summary>
internal static class EntryWords
{
    public static WordSet<QuarantineReason> Quarantine { get; } = new(
        (QuarantineReason.BadSignature, "bad_signature"),
        (QuarantineReason.UnknownKey, "unknown_key"),
        (QuarantineReason.Undecodable, "undecodable"),
        (QuarantineReason.TooLarge, "too_large"),
        (QuarantineReason.Conflict, "conflict"),
        (QuarantineReason.StaleEpoch, "stale_epoch"));
}
