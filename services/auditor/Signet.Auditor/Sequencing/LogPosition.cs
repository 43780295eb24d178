using Signet.Ledger;

namespace Signet.Auditor.Sequencing;

/// <summary>Where the stored log ends, for everybody who isn't its writer. Immutable.</summary>
/// <param name="Size">The tree size.</param>
/// <param name="Root">The tree head.</param>
/// <param name="UnanchoredSince">The time of the oldest entry that is due an anchor, or null.</param>
/// <param name="AnchoredSize">The greatest anchored tree size.</param>
internal sealed record LogPosition(long Size, Digest Root, DateTimeOffset? UnanchoredSince, long AnchoredSize);
