using System.Buffers.Binary;
using Signet.Ledger.Canonical;
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
    /// <summary>How many segments back heads are kept: an anchor must name one of them, and so must a checkpoint that comes late.</summary>
    public const int MaxRoots = 65_536;

    private const int RootOctets = 8 + 8 + Digest.Size;

    private readonly Dictionary<long, SegmentRoot> _roots = [];
    private readonly Queue<long> _recent = [];
    private readonly HashSet<long> _pinned = [];
    private MerkleTree? _tree = new();
    private bool _suspect;

    /// <summary>The tree size at the end of the last segment read.</summary>
    public long Size { get; private set; }

    /// <summary>The tree head there.</summary>
    public Digest Root { get; private set; }

    /// <summary>The tree size up to which the walk was told what to believe; 0 for a walk from the beginning.</summary>
    public long StartedAt { get; private set; }

    /// <summary>Adds the entries of a segment.</summary>
    public void Append(SegmentReading reading)
    {
        if (_tree is null)
        {
            return;
        }

        if (_tree.Size == reading.Segment!.Header.FirstSeq)
        {
            foreach (var run in reading.Runs)
            {
                _tree.Append(run);
            }

            return;
        }

        foreach (var leaf in reading.Leaves)
        {
            _tree.Append(leaf);
        }
    }

    /// <summary>Keeps the head at a size however far the walk goes.</summary>
    public void Pin(long size) => _pinned.Add(size);

    /// <summary>True when segments are missing or could not be read.</summary>
    public bool HasLostTrack => _tree is null;

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

        AddHead(size, _suspect ? footer.Root : root, recordedAt);
        if (_recent.Count > MaxRoots && _recent.Dequeue() is var old && !_pinned.Contains(old))
        {
            _roots.Remove(old);
        }

        return holds;
    }

    /// <summary>True for a size before the start: trees of such sizes can't be compared, which is noted.</summary>
    public bool IsBeforeStart(long size)
    {
        if (size < StartedAt)
        {
            findings.Note($"Checkpoints and anchors of trees of fewer than {StartedAt} entries were not compared: these were not read.");
        }

        return size < StartedAt;
    }

    /// <summary>Compares a tree stated elsewhere with the one walked.</summary>
    public void Compare(Checkpoint checkpoint, FindingKind kind, string what)
    {
        if (checkpoint.LogId != trust.LogId)
        {
            findings.Report(kind, null, null, $"{what} is of another log");
        }
        else if (IsBeforeStart(checkpoint.Size))
        {
            return;
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

    /// <summary>Says what the walk could not have found of the tree.</summary>
    public void NoteLimits()
    {
        if (StartedAt > 0)
        {
            findings.Note($"Entries before {StartedAt} were not read: they are vouched for by the checkpoint of that size.");
        }

        if (trust.LastSeen is null)
        {
            findings.Note(
                "No earlier state of the verifier was given: the loss of whole trailing segments shows only against checkpoints " +
                "and anchors.");
        }
    }

    /// <summary>Goes on behind a place that a log's state object leads to.</summary>
    public void Begin(ChainHead head)
    {
        _tree = head.Tree();
        StartedAt = head.Size;
        AddHead(head.Size, _tree.Root, head.RecordedAt);
    }

    private void AddHead(long size, Digest root, DateTimeOffset recordedAt)
    {
        (Size, Root) = (size, root);
        _roots[size] = new SegmentRoot(root, recordedAt);
        _recent.Enqueue(size);
    }

    public void Save(ref CanonicalWriter writer)
    {
        writer.Key("tree"u8);
        writer.BeginObject();
        writer.Key("edge"u8);
        writer.BeginArray();
        foreach (var node in _tree!.Edge)
        {
            writer.Digest(node);
        }

        writer.EndArray();
        var rows = new byte[_recent.Count * RootOctets];
        var at = rows.AsSpan();
        foreach (var size in _recent)
        {
            BinaryPrimitives.WriteInt64BigEndian(at, size);
            BinaryPrimitives.WriteInt64BigEndian(at[8..], _roots[size].RecordedAt.UtcTicks);
            _roots[size].Root.CopyTo(at[16..]);
            at = at[RootOctets..];
        }

        writer.Base64("roots"u8, rows);
        writer.Integer("size"u8, Size);
        writer.OptionalInteger("started_at"u8, StartedAt > 0 ? StartedAt : null);
        writer.EndObject();
    }

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("tree"u8);
        reader.BeginObject();
        reader.Key("edge"u8);
        reader.BeginArray();
        var edge = new List<Digest>();
        while (reader.NextItem())
        {
            edge.Add(reader.Digest());
        }

        reader.Key("roots"u8);
        var rows = reader.Base64(0, MaxRoots * RootOctets).Span;
        for (var row = rows; row.Length >= RootOctets; row = row[RootOctets..])
        {
            var size = BinaryPrimitives.ReadInt64BigEndian(row);
            var recordedAt = PackedNumbers.Time(ref reader, BinaryPrimitives.ReadInt64BigEndian(row[8..]));
            _roots[size] = new SegmentRoot(new Digest(row[16..RootOctets]), recordedAt);
            _recent.Enqueue(size);
        }

        reader.Key("size"u8);
        Size = reader.Integer(1);
        StartedAt = reader.OptionalInteger("started_at"u8, 1) ?? 0;
        reader.EndObject();
        _tree = MerkleTree.Restore(Size, edge);
        Root = _tree?.Root ?? default;
        if (_tree is null || rows.Length % RootOctets != 0 || _recent.Count != _roots.Count ||
            !_roots.TryGetValue(Size, out var last) || last.Root != Root)
        {
            reader.Fail();
        }
    }
}
