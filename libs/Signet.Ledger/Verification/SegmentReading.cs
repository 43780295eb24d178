using System.Buffers;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;

namespace Signet.Ledger.Verification;

/// <summary>
/// What can be said of a segment without knowing those before it: its lines, its entries, their leaves, and its MACs under the key that
/// it most likely has. Filled in by <see cref="WindowReader"/>, on several threads but each place by one of them.
/// </summary>
internal sealed class SegmentReading(StoredSegment stored) : IDisposable
{
    private EntryFacts[] _facts = [];
    private Digest[] _leaves = [];
    private bool[] _macsHold = [];
    private SignatureVerdict[] _signatures = [];
    private ProducerRegistry.EnrolledKey?[] _keys = [];

    /// <summary>The number of its slot.</summary>
    public long Number => stored.Number;

    /// <summary>How the store protects it; null when the store says nothing of that.</summary>
    public SlotProtection? Protection => stored.Protection;

    /// <summary>The segment taken apart; null when it is malformed.</summary>
    public SegmentObject? Segment { get; private set; }

    /// <summary>Why it is malformed.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>The number of entries.</summary>
    public int Count => Segment?.Lines.Count ?? 0;

    /// <summary>The chain key under which the MACs were checked, or null when they weren't.</summary>
    public ChainKey? Key { get; set; }

    /// <summary>The leaves in runs, one after the other.</summary>
    public MerkleRange[] Runs { get; private set; } = [];

    public Span<EntryFacts> Facts => _facts.AsSpan(0, Count);

    public Span<Digest> Leaves => _leaves.AsSpan(0, Count);

    /// <summary>For each entry but the first, whether its MAC continues the one stored before it, under <see cref="Key"/>.</summary>
    public Span<bool> MacsHold => _macsHold.AsSpan(0, Count);

    public Span<SignatureVerdict> Signatures => _signatures.AsSpan(0, Count);

    /// <summary>The enrolled key that each commit's signature is checked with; null where nobody vouches for it.</summary>
    public Span<ProducerRegistry.EnrolledKey?> Keys => _keys.AsSpan(0, Count);

    /// <summary>The body of the entry with which an epoch would begin here.</summary>
    public EpochBody? Opener => Count > OpenerLine ? Facts[OpenerLine].Body as EpochBody : null;

    /// <summary>Only the genesis entry stands before an epoch's.</summary>
    public int OpenerLine => Number == 0 ? 1 : 0;

    public void TakeApart()
    {
        if (!SegmentObject.TryParse(stored.Content, out var segment, out var fault))
        {
            Fault = fault;
            return;
        }

        Segment = segment;
        _facts = ArrayPool<EntryFacts>.Shared.Rent(Count);
        _leaves = ArrayPool<Digest>.Shared.Rent(Count);
        _macsHold = ArrayPool<bool>.Shared.Rent(Count);
        _signatures = ArrayPool<SignatureVerdict>.Shared.Rent(Count);
        _keys = ArrayPool<ProducerRegistry.EnrolledKey?>.Shared.Rent(Count);
        Keys.Clear();
        Runs = new MerkleRange[WindowReader.RunsOf(Count)];
    }

    public void Dispose()
    {
        Key?.Dispose();
        if (Segment is null)
        {
            return;
        }

        ArrayPool<EntryFacts>.Shared.Return(_facts, clearArray: true);
        ArrayPool<Digest>.Shared.Return(_leaves);
        ArrayPool<bool>.Shared.Return(_macsHold);
        ArrayPool<SignatureVerdict>.Shared.Return(_signatures);
        ArrayPool<ProducerRegistry.EnrolledKey?>.Shared.Return(_keys, clearArray: true);
        Segment = null;
    }
}
