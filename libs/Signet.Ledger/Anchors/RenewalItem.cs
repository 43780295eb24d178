namespace Signet.Ledger.Anchors;

/// <summary>One anchor of a log, and for how long it is backed.</summary>
/// <param name="Seq">Where its entry stands.</param>
/// <param name="Tsa">The authority.</param>
/// <param name="TreeSize">What it stamped.</param>
/// <param name="GenTime">When.</param>
/// <param name="ExpiresAt">When its signer's certificate lapses.</param>
/// <param name="CoveredBy">A later anchor that was taken before that over a tree which holds this one's entry; null when there is none.</param>
/// <param name="BackedUntil">Until when it is backed: by itself, or by the anchors that cover it, one after the other.</param>
public sealed record RenewalItem(
    long Seq, string Tsa, long TreeSize, DateTimeOffset GenTime, DateTimeOffset ExpiresAt, long? CoveredBy, DateTimeOffset BackedUntil);
