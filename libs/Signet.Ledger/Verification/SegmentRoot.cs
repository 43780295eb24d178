namespace Signet.Ledger.Verification;

/// <summary>The tree at the end of a segment.</summary>
/// <param name="Root">The tree head.</param>
/// <param name="RecordedAt">The time of the last entry.</param>
internal readonly record struct SegmentRoot(Digest Root, DateTimeOffset RecordedAt);
