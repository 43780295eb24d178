using Signet.Ledger.Merkle;

namespace Signet.Ledger.Segments;

/// <summary>Where a log ends: everything that the next segment depends on, keys apart. Immutable.</summary>
public sealed record ChainHead
{
    /// <summary>Before the first segment.</summary>
    public static ChainHead Empty { get; } = new()
    {
        NextSegment = 0,
        LastMac = Digest.Zero,
        PrevSegment = Digest.Zero,
        RecordedAt = DateTimeOffset.MinValue,
        Edge = [],
        Size = 0,
    };

    /// <summary>The number of the next segment.</summary>
    public required long NextSegment { get; init; }

    /// <summary>The tree size, which is the number of the next entry.</summary>
    public required long Size { get; init; }

    /// <summary>The MAC of the last entry.</summary>
    public required Digest LastMac { get; init; }

    /// <summary>SHA-256 of the last segment object.</summary>
    public required Digest PrevSegment { get; init; }

    /// <summary>The time of the last entry.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The right edge of the tree, largest subtree first.</summary>
    public required IReadOnlyList<Digest> Edge { get; init; }

    /// <summary>The tree at this head.</summary>
    public MerkleTree Tree() => MerkleTree.Restore(Size, Edge) ?? throw new InvalidOperationException("The edge does not fit the size.");
}
