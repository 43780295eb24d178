namespace Signet.Ledger.Verification;

/// <summary>What a store does for the slots of a walk: which versions it has of each, and for how long it holds them.</summary>
internal sealed class ProtectionWalk(FindingLog findings)
{
    /// <summary>Checks what the store says of the versions of a slot.</summary>
    public void CheckVersions(long number, SlotProtection protection)
    {
        if (protection.OtherVersions)
        {
            findings.Report(FindingKind.SegmentReplaced, number, null, "the slot has another version, or a delete marker");
        }
        else if (protection.SameVersions)
        {
            findings.Report(new Finding(
                FindingKind.SegmentRewritten, number, null, "the slot has a further version with the same octets", FindingSeverity.Warning));
        }
    }

    /// <summary>Holds the retention of a segment against what the log promises.</summary>
    /// <param name="number">The segment.</param>
    /// <param name="protection">What the store says.</param>
    /// <param name="sealedAt">The time of its seal, or null where nothing could be read.</param>
    /// <param name="retainDays">The promise in force there, or null without one.</param>
    public void CheckRetention(long number, SlotProtection protection, DateTimeOffset? sealedAt, long? retainDays)
    {
        DateTimeOffset promised = sealedAt is { } from && retainDays is { } days
            ? from.AddDays(Math.Min(days, (DateTimeOffset.MaxValue - from).Days))
            : default;
        if (!protection.LegalHold && (protection.RetainUntil is not { } until || until < promised))
        {
            findings.Report(FindingKind.RetentionShort, number, null, "the segment is protected for a shorter time than the log promises");
        }
    }
}
