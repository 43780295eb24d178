using System.Buffers;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Hashing;
using Signet.Ledger.Merkle;

namespace Signet.Ledger.Segments;

/// <summary>
/// Builds the octets of one segment on top of a <see cref="ChainHead"/>. Changes neither the head nor the key: until the octets are
/// stored nothing has happened, and the same head and entries give the same octets again. Entries are first written and then, when many
/// are there or somebody asks, <see cref="Chain">chained</see>: leaves on all processors, MACs one after the other. Not safe for
/// concurrent use.
/// </summary>
public sealed class SegmentBuilder
{
    // Room for the seal and the footer, which close every segment.
    private const int Reserve = 4_096;

    // What stands around an entry in its line.
    private const int LineOctets = 128;

    private readonly ChainHead _head;
    private readonly ChainKey _key;
    private readonly string _logId;
    private readonly SegmentOutput _output;
    private readonly List<(int Start, int Length)> _entries;
    private readonly List<Digest> _leaves;
    private readonly MerkleTree _tree;
    private readonly Sha256 _hash = Sha256.Begin();
    private int _hashed;
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
        (_output, _entries, _leaves) = (buffer.Output, buffer.Entries, buffer.Leaves);
        new SegmentHeader(logId, head.NextSegment, key.Epoch, head.Size, keyId, head.PrevSegment).Write(_output);
        _output.Write("\n"u8);
    }

    /// <summary>How many entries it holds.</summary>
    public int Count => _entries.Count;

    /// <summary>How many octets it has so far.</summary>
    public int Octets => _output.Length;

    /// <summary>The number that the next entry gets.</summary>
    public long NextSeq => _head.Size + _entries.Count;

    /// <summary>The MAC of the last entry.</summary>
    public Digest LastMac
    {
        get
        {
            Chain();
            return _mac;
        }
    }

    /// <summary>The time of the last entry.</summary>
    public DateTimeOffset RecordedAt => _recordedAt;

    /// <summary>The place that a state object of this segment covers: behind the last entry, before the seal.</summary>
    public ChainHead BeforeSeal
    {
        get
        {
            Chain();
            return _head with { Size = _tree.Size, LastMac = _mac, RecordedAt = _recordedAt, Edge = [.. _tree.Edge] };
        }
    }

    /// <summary>The leaf hashes of the entries, in order.</summary>
    public IReadOnlyList<Digest> Leaves
    {
        get
        {
            Chain();
            return _leaves;
        }
    }

    /// <summary>True while an entry of the greatest size, and the seal, still fit.</summary>
    public bool HasRoom => HasRoomFor(1);

    /// <summary>True while so many entries of the greatest size, and the seal, still fit.</summary>
    public bool HasRoomFor(int entries) => Count + entries < SegmentLimits.MaxEntries &&
        _output.Length + ((long)entries * (Entry.MaxOctets + LineOctets)) + Reserve < SegmentLimits.MaxOctets;

    /// <summary>Appends an entry. Its time is <paramref name="now"/>, or that of the entry before where that is later.</summary>
    /// <returns>The entry's octets, valid until the next call.</returns>
    /// <exception cref="ArgumentException">The entry breaks a limit of the format.</exception>
    /// <exception cref="InvalidOperationException">There is no room; see <see cref="HasRoom"/>.</exception>
    public ReadOnlyMemory<byte> Append(EntryBody body, DateTimeOffset now)
    {
        RequireRoom();
        ArgumentNullException.ThrowIfNull(body);
        return AppendEntry(body, now);
    }

    /// <summary>Appends a commit entry, as <see cref="Append(EntryBody, DateTimeOffset)"/> does, and makes no objects for it.</summary>
    /// <returns>False, and nothing is appended, when the entry would be larger than an entry may be.</returns>
    /// <exception cref="InvalidOperationException">There is no room; see <see cref="HasRoom"/>.</exception>
    public bool TryAppend(SignedEvent signedEvent, DateTimeOffset now)
    {
        RequireRoom();
        ArgumentNullException.ThrowIfNull(signedEvent);
        var recordedAt = now > _recordedAt ? now : _recordedAt;
        var begun = BeginLine();

        // A signed event was read or written by the strict reader, and what stands around it can't be wrong: its size decides.
        EntryCodec.WriteCommit(NextSeq, recordedAt, signedEvent.Wire.Span, _output);
        return EndLine(begun, recordedAt);
    }

    /// <summary>
    /// Hashes what was appended since the last call. Called while there is time, it leaves less to do when the segment is closed.
    /// </summary>
    public void Chain()
    {
        var first = _leaves.Count;
        if (first == _entries.Count)
        {
            return;
        }

        LeafHashes.Append(_output.Octets, _entries, _leaves, _tree, () => HashUpTo(first == 0 ? 0 : LineEnd(first - 1)));
        for (var i = first; i < _entries.Count; i++)
        {
            _mac = _key.MacEntry(_head.Size + i, _leaves[i], _mac);
            var (start, length) = _entries[i];
            SegmentObject.WriteMac(_output.Octets.AsSpan(start + length), _mac);
        }
    }

    /// <summary>Closes the segment with its seal and footer.</summary>
    /// <param name="stateSha256">SHA-256 of the state object of this segment, where there is one.</param>
    /// <param name="now">The writer's clock.</param>
    /// <exception cref="InvalidOperationException">Nothing was appended, or it is closed.</exception>
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
                HeadMac = LastMac,
                PrevSegment = _head.PrevSegment,
                StateSha256 = stateSha256,
            },
            now);
        Chain();
        var root = _tree.Root;
        HashUpTo(_output.Length);
        new SegmentFooter(_tree.Size, root, _key.MacSegment(_hash.Current(), _tree.Size, root)).Write(_output);
        _output.Write("\n"u8);
        HashUpTo(_output.Length);
        var whole = _hash.Finish();
        _hash.Dispose();
        var next = new ChainHead
        {
            NextSegment = _head.NextSegment + 1,
            Size = _tree.Size,
            LastMac = _mac,
            PrevSegment = whole,
            RecordedAt = _recordedAt,
            Edge = [.. _tree.Edge],
        };
        return new SealedSegment(_logId, _head.NextSegment, _output.Written, next, root);
    }

    private void RequireRoom()
    {
        // A segment that readers refuse must never be stored: what is written can't be taken back.
        if (!HasRoom)
        {
            throw new InvalidOperationException("The segment has no room for another entry and its seal.");
        }
    }

    private ReadOnlyMemory<byte> AppendEntry(EntryBody body, DateTimeOffset now)
    {
        var recordedAt = now > _recordedAt ? now : _recordedAt;
        var begun = BeginLine();
        try
        {
            EntryCodec.Write(NextSeq, recordedAt, body, _output);
        }
        catch
        {
            _output.CutAt(begun);
            throw;
        }

        var start = begun + SegmentObject.LineHead.Length;
        var octets = _output.Written.Span[start..];
        if ((body is not CommitBody && octets.Length <= Entry.MaxOctets && !EntryCodec.ReadFacts(octets).IsWellFormed) || !EndLine(begun, recordedAt))
        {
            _output.CutAt(begun);
            throw new ArgumentException("The entry breaks a limit of the format.", nameof(body));
        }

        return _output.Written.Slice(start, _entries[^1].Length);
    }

    private int BeginLine()
    {
        var begun = _output.Length;
        _output.Write(SegmentObject.LineHead);
        return begun;
    }

    private bool EndLine(int begun, DateTimeOffset recordedAt)
    {
        var start = begun + SegmentObject.LineHead.Length;
        var length = _output.Length - start;
        if (length > Entry.MaxOctets)
        {
            _output.CutAt(begun);
            return false;
        }

        // The MAC is put into its place once it is known.
        _output.GetSpan(SegmentObject.LineRest);
        _output.Advance(SegmentObject.LineRest);
        _entries.Add((start, length));
        _recordedAt = recordedAt;
        return true;
    }

    private int LineEnd(int entry) => _entries[entry].Start + _entries[entry].Length + SegmentObject.LineRest;

    private void HashUpTo(int end)
    {
        _hash.Append(_output.Octets.AsSpan(_hashed..Math.Max(end, _hashed)));
        _hashed = Math.Max(end, _hashed);
    }
}
