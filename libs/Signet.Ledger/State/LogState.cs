using System.Buffers.Binary;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Ledger.State;

/// <summary>
/// Everything that the entries of a log tell whoever goes on with it. Built from entries alone, so that writing and recovery are one
/// code path and the same entries always give the same state. Not safe for concurrent use.
/// </summary>
public sealed class LogState
{
    // Older than any log; a greater number would overflow a span of time.
    private const long MaxDedupeDays = 365 * 1_000;

    private readonly Dictionary<(string Producer, string KeyId), ProducerKeyBody> _keys = [];
    private readonly Dictionary<string, ProducerHistory> _producers = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _retiredKeys = new(StringComparer.Ordinal);

    /// <summary>Where the log ends. Whoever builds or reads segments moves it on; entries don't.</summary>
    public ChainHead Head { get; set; } = ChainHead.Empty;

    /// <summary>The log, as <c>genesis</c> names it; empty before.</summary>
    public string LogId { get; internal set; } = "";

    /// <summary>How slots are filled, as <c>genesis</c> names it.</summary>
    public string SlotMode { get; internal set; } = "";

    /// <summary>What the log promises; null before <c>genesis</c>.</summary>
    public LedgerSettings? Settings { get; internal set; }

    /// <summary>The checkpoint key that signs now, as a signed-note verifier key.</summary>
    public string CheckpointVkey { get; internal set; } = "";

    /// <summary>The entry that opened the current epoch; null before the first.</summary>
    public EpochBody? Opening { get; internal set; }

    /// <summary>The first segment of the epoch: where its key begins.</summary>
    public long EpochSegment { get; internal set; }

    /// <summary>The number of the epoch; 0 before the first.</summary>
    public long Epoch => Opening?.Epoch ?? 0;

    /// <summary>The chain key of the epoch.</summary>
    public string KeyId => Opening?.KeyId ?? "";

    /// <summary>The chain key that the log named last: if it isn't <see cref="KeyId"/>, the next segment opens an epoch under it.</summary>
    public string NextKeyId { get; internal set; } = "";

    /// <summary>The greatest tree size that an anchor is over; 0 before the first.</summary>
    public long AnchoredSize { get; internal set; }

    /// <summary>The time that its anchor states.</summary>
    public DateTimeOffset? AnchoredAt { get; internal set; }

    /// <summary>The time of the oldest entry that counts and stands in no anchored tree.</summary>
    public DateTimeOffset? UnanchoredSince { get; internal set; }

    /// <summary>The number of the newest entry that counts towards an anchor; -1 before the first.</summary>
    public long LastCounting { get; internal set; } = -1;

    /// <summary>True behind an <c>end</c> entry.</summary>
    public bool Ended { get; internal set; }

    /// <summary>The enrolled keys and the revoked ones, which can't be enrolled again. In no order.</summary>
    public IReadOnlyCollection<ProducerKeyBody> Keys => _keys.Values;

    /// <summary>The producers that were heard of, in no order.</summary>
    public IReadOnlyCollection<ProducerHistory> Producers => _producers.Values;

    /// <summary>The chain keys that <c>key</c> entries have retired, ascending.</summary>
    public IReadOnlyCollection<string> RetiredKeys => _retiredKeys;

    /// <summary>The keys that aren't revoked, as they are now.</summary>
    public IReadOnlyDictionary<(string Producer, string KeyId), ProducerKeyBody> KeySnapshot() =>
        _keys.Where(key => !key.Value.Revoked).ToDictionary();

    /// <summary>The key under a name, revoked or not.</summary>
    public ProducerKeyBody? FindKey(string producer, string keyId) => _keys.GetValueOrDefault((producer, keyId));

    /// <summary>True when this very key was revoked under any name.</summary>
    public bool IsRevoked(ProducerKeyBody key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _keys.Values.Any(known => known.Revoked && known.Producer == key.Producer && known.PublicKey is { } revoked &&
            key.PublicKey is { } asked && revoked.Span.SequenceEqual(asked.Span));
    }

    /// <summary>True for a chain key that signs no further segment.</summary>
    public bool IsRetired(string keyId) => _retiredKeys.Contains(keyId);

    /// <summary>True for an epoch that isn't known and is too old to be told from one that was forgotten (format 1, section 5).</summary>
    public bool IsStale(ProducerPosition position, DateTimeOffset now)
    {
        if (_producers.TryGetValue(position.Id, out var history) && history.IsBelowFloor(position.Epoch))
        {
            return true;
        }

        // The first 48 bits of a UUIDv7 are its time in milliseconds (RFC 9562, section 5.7).
        var octets = position.Epoch.ToByteArray(bigEndian: true);
        var began = ((long)BinaryPrimitives.ReadUInt32BigEndian(octets) << 16) | BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(4));
        return Settings is not null && began < now.ToUnixTimeMilliseconds() - (Remembered.Ticks / TimeSpan.TicksPerMillisecond);
    }

    /// <summary>False for a number so far above those known that it has to wait until they came (format 1, section 5).</summary>
    public bool IsWithinReach(ProducerPosition position) => IsWithinReach(Find(position), position.Seq);

    /// <summary>The same, for an event whose epoch was found.</summary>
    public static bool IsWithinReach(ProducerEpoch? epoch, long seq) => seq <= (epoch?.Progress.Next ?? 0) + EpochProgress.MaxAhead;

    /// <summary>The epoch of an event, where it is remembered.</summary>
    public ProducerEpoch? Find(ProducerPosition position) => _producers.GetValueOrDefault(position.Id)?.Find(position.Epoch);

    /// <summary>Takes note of an entry that stands, or is about to stand, in the log.</summary>
    public void Apply(Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (AnchorSchedule.Counts(entry.Body))
        {
            LastCounting = entry.Seq;
            UnanchoredSince ??= entry.RecordedAt;
        }

        switch (entry.Body)
        {
            case GenesisBody genesis:
                (LogId, SlotMode, Settings) = (genesis.LogId, genesis.SlotMode, genesis.Settings);
                (CheckpointVkey, NextKeyId) = (genesis.CheckpointVkey, genesis.KeyId);
                break;
            case SettingsBody settings:
                Settings = settings.Settings;
                break;
            case EpochBody epoch:
                (Opening, EpochSegment, NextKeyId) = (epoch, Head.NextSegment, epoch.KeyId);
                break;
            case CheckpointKeyBody rotation:
                CheckpointVkey = rotation.To;
                break;
            case KeyBody rotation:
                Retire(rotation.From);
                NextKeyId = rotation.To;
                break;
            case ProducerKeyBody key:
                Add(key);
                break;
            case CommitBody commit:
                Apply(commit.SignedEvent, entry.RecordedAt);
                break;
            case GapBody gap:
                Find(new ProducerPosition(gap.Producer, gap.Epoch, gap.From))?.Report(gap.Through, entry.RecordedAt);
                break;
            case AnchorBody anchor:
                Apply(anchor);
                break;
            case EndBody:
                Ended = true;
                break;
            default:
                break;
        }
    }

    /// <summary>Takes note of a commit entry, as <see cref="Apply(Entry)"/> does, and makes no objects for it.</summary>
    /// <param name="seq">The entry's number.</param>
    /// <param name="at">Its time.</param>
    /// <param name="signedEvent">What it holds.</param>
    public void Apply(long seq, DateTimeOffset at, SignedEvent signedEvent)
    {
        ArgumentNullException.ThrowIfNull(signedEvent);
        LastCounting = seq;
        UnanchoredSince ??= at;
        Apply(signedEvent, at);
    }

    internal void Add(ProducerKeyBody key) => _keys[(key.Producer, key.KeyId)] = key;

    internal void Add(ProducerHistory history) => _producers[history.Producer] = history;

    internal void Retire(string keyId) => _retiredKeys.Add(keyId);

    private TimeSpan Remembered =>
        Settings is { } settings ? TimeSpan.FromDays(Math.Min(settings.DedupeDays, MaxDedupeDays)) : TimeSpan.MaxValue;

    private void Apply(SignedEvent signedEvent, DateTimeOffset at)
    {
        var position = signedEvent.Event.Producer;
        if (!_producers.TryGetValue(position.Id, out var history))
        {
            Add(history = new ProducerHistory(position.Id));
        }

        history.FindOrAdd(position.Epoch, at, Remembered)
            .Take(position.Seq, signedEvent.Digest, at, signedEvent.Event.Phase == EventPhase.Closed);
    }

    private void Apply(AnchorBody anchor)
    {
        if (anchor.TreeSize <= AnchoredSize)
        {
            return;
        }

        (AnchoredSize, AnchoredAt) = (anchor.TreeSize, anchor.GenTime.ToUniversalTime());

        // What came behind the stamped tree waits on; the time of the anchor is the earliest it can have come at.
        UnanchoredSince = LastCounting >= anchor.TreeSize ? anchor.RequestedAt.ToUniversalTime() : null;
    }
}
