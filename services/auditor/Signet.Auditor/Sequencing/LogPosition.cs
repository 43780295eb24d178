using Signet.Ledger;
using Signet.Ledger.Entries;

namespace Signet.Auditor.Sequencing;

/// <summary>Where the stored log ends, for everybody who isn't its writer. Immutable.</summary>
/// <param name="Segment">The last segment.</param>
/// <param name="Size">The tree size.</param>
/// <param name="Root">The tree head.</param>
/// <param name="UnanchoredSince">The time of the oldest entry that is due an anchor, or null.</param>
/// <param name="AnchoredSize">The greatest anchored tree size.</param>
/// <param name="AnchoredAt">The time that its anchor states, or null.</param>
/// <param name="Anchors">What the log promises about anchors.</param>
/// <param name="Epoch">The writer's epoch.</param>
/// <param name="CheckpointVkey">The checkpoint key that signs this tree, as a signed-note verifier key.</param>
internal sealed record LogPosition(
    long Segment, long Size, Digest Root, DateTimeOffset? UnanchoredSince, long AnchoredSize, DateTimeOffset? AnchoredAt, AnchorSettings Anchors, long Epoch,
    string CheckpointVkey)
{
    /// <summary>Since when the tree is due an anchor, or when it will be (format 1, section 8); null when nothing asks for one.</summary>
    public DateTimeOffset? DueAt =>
        UnanchoredSince ?? (Anchors.Tsas.Count > 0 && AnchoredAt is { } at ? at + TimeSpan.FromSeconds(Math.Min(Anchors.IdleSeconds, int.MaxValue)) : null);
}
