using System.Buffers;
using System.Security.Cryptography;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;

namespace Signet.Ledger.Segments;

/// <summary>
/// Builds the octets of one segment on top of a <see cref="ChainHead"/>. Changes neither the head nor the key: until the octets are
/// stored nothing has happened, and the same head and entries give the same octets again.
/// </summary>
public sealed class SegmentBuilder
{
    // Room for the seal and the footer, which close every segment.
    private const int Reserve = 4_096;

    private readonly ChainHead _head;
    private readonly ChainKey _key;
    private readonly string _logId;
    private readonly ArrayBufferWriter<byte> _output;
    private readonly ArrayBufferWriter<byte> _leaf;
    private readonly List<Digest> _leaves;
    private readonly MerkleTree _tree;
    private Digest _mac;
    private DateTimeOffset _recordedAt;

    /// <summary>Begins a segment.</summary>
    /// <param name="logId">The log.</param>
    /// <param name="keyId">The chain key's name.</param>
    /// <param name="key">The chain key of this very segment.</param>
    /// <param name="head">Where the log ends.</param>
    /// <param name="buffer">Room that no other builder uses meanwhile; null for new room.</param>
    /// <exception cref="ArgumentException">The key belongs to another segment.</exception>
    public SegmentBuilder(string logId, string keyId, ChainKey key, ChainHead head, SegmentBuffer? buffer = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(head);
        if (key.Segment != head.NextSegment)
        {
            throw new ArgumentException("The key belongs to another segment.", nameof(key));
        }

        (_logId, _key, _head, _tree, _mac, _recordedAt) = (logId, key, head, head.Tree(), head.LastMac, head.RecordedAt);
        buffer ??= new SegmentBuffer();
        buffer.Clear();
        (_output, _leaf, _leaves) = (buffer.Output, buffer.Leaf, buffer.Leaves);
        new SegmentHeader(logId, head.NextSegment, key.Epoch, head.Size, keyId, head.PrevSegment).Write(_output);
        _output.Write("\n"u8);
    }

    /// <summary>How many entries it holds.</summary>
    public int Count => _leaves.Count;

    /// <summary>The number that the next entry gets.</summary>
    public long NextSeq => _tree.Size;

    /// <summary>The MAC of the last entry.</summary>
    public Digest LastMac => _mac;

    /// <summary>The time of the last entry.</summary>
    public DateTimeOffset RecordedAt => _recordedAt;

    /// <summary>The place that a state object of this segment covers: behind the last entry, before the seal.</summary>
    public ChainHead BeforeSeal => _head with { Size = _tree.Size, LastMac = _mac, RecordedAt = _recordedAt, Edge = [.. _tree.Edge] };

    /// <summary>The leaf hashes of the entries, in order.</summary>
    public IReadOnlyList<Digest> Leaves => _leaves;

    /// <summary>True while an entry of the greatest size, and the seal, still fit.</summary>
    public bool HasRoom => Count < SegmentLimits.MaxEntries - 1 && _output.WrittenCount + Entry.MaxOctets + 128 + Reserve < SegmentLimits.MaxOctets;

    /// <summary>Appends an entry. Its time is <paramref name="now"/>, or that of the entry before where that is later.</summary>
    /// <returns>The entry's octets, valid until the next call.</returns>
    /// <exception cref="ArgumentException">The entry breaks a limit of the format.</exception>
    /// <exception cref="InvalidOperationException">There is no room; see <see cref="HasRoom"/>.</exception>
    public ReadOnlyMemory<byte> Append(EntryBody body, DateTimeOffset now)
    {
        // A segment that readers refuse must never be stored: what is written can't be taken back.
        if (!HasRoom)
        {
            throw new InvalidOperationException("The segment has no room for another entry and its seal.");
        }

        return AppendEntry(body, now);
    }

    /// <summary>Closes the segment with its seal and footer.</summary>
    /// <param name="stateSha256">SHA-256 of the state object of this segment, where there is one.</param>
    /// <param name="now">The writer's clock.</param>
    /// <exception cref="InvalidOperationException">Nothing was appended.</exception>
    public SealedSegment Seal(Digest? stateSha256, DateTimeOffset now)
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("A segment has an entry besides its seal.");
        }

        AppendEntry(
            new SealBody
            {
                Segment = _head.NextSegment,
                Epoch = _key.Epoch,
                HeadMac = _mac,
                PrevSegment = _head.PrevSegment,
                StateSha256 = stateSha256,
            },
            now);
        var root = _tree.Root;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> digest = stackalloc byte[Digest.Size];
        hash.AppendData(_output.WrittenSpan);
        hash.GetCurrentHash(digest);
        var footerStart = _output.WrittenCount;
        new SegmentFooter(_tree.Size, root, _key.MacSegment(new Digest(digest), _tree.Size, root)).Write(_output);
        _output.Write("\n"u8);
        hash.AppendData(_output.WrittenSpan[footerStart..]);
        hash.GetHashAndReset(digest);
        var next = new ChainHead
        {
            NextSegment = _head.NextSegment + 1,
            Size = _tree.Size,
            LastMac = _mac,
            PrevSegment = new Digest(digest),
            RecordedAt = _recordedAt,
            Edge = [.. _tree.Edge],
        };
        return new SealedSegment(_logId, _head.NextSegment, _output.WrittenMemory, next, root);
    }

    private ReadOnlyMemory<byte> AppendEntry(EntryBody body, DateTimeOffset now)
    {
        var recordedAt = now > _recordedAt ? now : _recordedAt;
        _leaf.ResetWrittenCount();
        _leaf.Write(MerkleTree.LeafPrefix);
        EntryCodec.Write(_tree.Size, recordedAt, body, _leaf);
        var octets = _leaf.WrittenSpan[MerkleTree.LeafPrefix.Length..];

        // A signed event was read or written by the strict reader, and what stands around it can't be wrong: its size decides.
        if (body is CommitBody ? octets.Length > Entry.MaxOctets : !EntryCodec.ReadFacts(octets).IsWellFormed)
        {
            throw new ArgumentException("The entry breaks a limit of the format.", nameof(body));
        }

        var leaf = Digest.Of(_leaf.WrittenSpan);
        _mac = _key.MacEntry(_tree.Size, leaf, _mac);
        SegmentObject.WriteLine(_output, octets, _mac);
        _tree.Append(leaf);
        _leaves.Add(leaf);
        _recordedAt = recordedAt;
        return _leaf.WrittenMemory[MerkleTree.LeafPrefix.Length..];
    }
}
