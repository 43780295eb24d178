using Signet.Ledger.Checkpoints;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;

namespace Signet.Ledger.Verification;

/// <summary>
/// The tree over the entries walked. Owns the tree itself, its head at the end of each segment, and whether a change reported earlier
/// explains a head that differs. Checkpoints, anchors and the verifier's last-seen state are compared with those heads.
/// </summary>
internal sealed class TreeWalk(LogTrust trust, FindingLog findings)
{
    private readonly Dictionary<long, SegmentRoot> _roots = [];
    private MerkleTree? _tree = new();
    private bool _suspect;

    /// <summary>The tree size at the end of the last segment read.</summary>
    public long Size { get; private set; }

    /// <summary>The tree head there.</summary>
    public Digest Root { get; private set; }

    /// <summary>Adds an entry.</summary>
    public void Append(Digest leaf) => _tree?.Append(leaf);

    /// <summary>Entries are missing: from here on the footers are the only source of heads.</summary>
    public void LoseTrack() => _tree = null;

    /// <summary>The tree at the end of a segment, by its size.</summary>
    public bool TryGetRoot(long size, out SegmentRoot root) => _roots.TryGetValue(size, out root);

    /// <summary>Checks the tree head in a segment's footer and takes note of the one that the walk goes on with.</summary>
    /// <param name="number">The segment's number.</param>
    /// <param name="footer">Its footer.</param>
    /// <param name="size">The number of entries walked.</param>
    /// <param name="recordedAt">The time of the last of them.</param>
    /// <param name="altered">True when a change of the segment has been reported.</param>
    /// <param name="macsChecked">True when MACs tell whether the entries or the footer were changed.</param>
    /// <returns>False when the footer contradicts the entries and nothing reported before explains it.</returns>
    public bool EndSegment(long number, SegmentFooter footer, long size, DateTimeOffset recordedAt, bool altered, bool macsChecked)
    {
        var root = _tree?.Root ?? footer.Root;
        var holds = true;
        _suspect |= altered;
        var headHolds = footer.Size == size && footer.Root == root;
        if (headHolds)
        {
            _suspect = false;
        }
        else if (!_suspect)
        {
            findings.Report(FindingKind.RootMismatch, number, null, "the footer's tree head is not the one that the entries give");
            holds = false;

            // Without MACs it can't be told whether the entries or the footer were changed; later heads would only repeat it.
            _suspect = !macsChecked;
        }

        (Size, Root) = (size, _suspect ? footer.Root : root);
        _roots[Size] = new SegmentRoot(Root, recordedAt);
        return holds;
    }

    /// <summary>Compares a tree stated elsewhere with the one walked.</summary>
    public void Compare(Checkpoint checkpoint, FindingKind kind, string what)
    {
        if (checkpoint.LogId != trust.LogId)
        {
            findings.Report(kind, null, null, $"{what} is of another log");
        }
        else if (checkpoint.Size > Size)
        {
            findings.Report(kind, null, null, $"{what} has {checkpoint.Size} entries, the log {Size}: entries are missing at the end");
        }
        else if (!_roots.TryGetValue(checkpoint.Size, out var known) || known.Root != checkpoint.Root)
        {
            findings.Report(kind, null, null, $"{what} of size {checkpoint.Size} is not of this tree");
        }
    }
}
