using System.Buffers.Binary;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Auditor.State;

/// <summary>
/// Everything the single writer knows of the log. Owned by the sequencer; built from entries alone, so that recovery and normal
/// operation are one code path. After a crash it is rebuilt from a sealed state object and the segments behind it.
/// </summary>
internal sealed class LogState
{
    /// <summary>Open epochs remembered for each producer (format 1, section 5).</summary>
    public const int EpochsKept = 64;

    // Further back than this no time can be computed.
    private const long MaxDedupeDays = 365 * 1_000;

    private readonly Dictionary<(string Producer, string KeyId), ProducerKeyBody> _keys = [];
    private readonly Dictionary<string, Guid> _floors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ProducerEpoch>> _producers = new(StringComparer.Ordinal);

    public ChainHead Head { get; set; } = ChainHead.Empty;

    public long Epoch { get; set; }

    /// <summary>The first segment of the epoch: where its key begins.</summary>
    public long EpochSegment { get; set; }

    public string KeyId { get; set; } = "";

    public LedgerSettings? Settings { get; set; }

    /// <summary>The greatest tree size that enough authorities have stamped.</summary>
    public long AnchoredSize { get; set; }

    public DateTimeOffset? AnchoredAt { get; set; }

    /// <summary>The time of the oldest entry that counts and stands in no anchored tree.</summary>
    public DateTimeOffset? UnanchoredSince { get; set; }

    /// <summary>The number of the newest entry that counts towards an anchor.</summary>
    public long LastCounting { get; set; } = -1;

    public bool Ended { get; set; }

    /// <summary>The checkpoint key that signs now, as a signed-note verifier key.</summary>
    public string CheckpointVkey { get; set; } = "";

    /// <summary>How slots are filled, as <c>genesis</c> names it.</summary>
    public string SlotMode { get; set; } = "";

    /// <summary>The enrolled keys and the revoked ones, which can't be enrolled again.</summary>
    public IEnumerable<ProducerKeyBody> Keys => _keys.Values;

    /// <summary>By producer, the greatest epoch that was forgotten.</summary>
    public IEnumerable<KeyValuePair<string, Guid>> Floors => _floors;

    public IEnumerable<KeyValuePair<string, List<ProducerEpoch>>> Producers => _producers;

    public IReadOnlyDictionary<(string Producer, string KeyId), ProducerKeyBody> KeySnapshot() =>
        _keys.Where(key => !key.Value.Revoked).ToDictionary();

    /// <summary>The key under a name, revoked or not.</summary>
    public ProducerKeyBody? FindKey(string producer, string keyId) => _keys.GetValueOrDefault((producer, keyId));

    /// <summary>True when this very key was revoked under any name.</summary>
    public bool IsRevoked(ProducerKeyBody key) =>
        _keys.Values.Any(known => known.Revoked && known.Producer == key.Producer && known.PublicKey is { } revoked &&
            key.PublicKey is { } asked && revoked.Span.SequenceEqual(asked.Span));

    /// <summary>True for an epoch that isn't known and is too old to be told from one that was forgotten (format 1, section 5).</summary>
    public bool IsStale(ProducerPosition position, DateTimeOffset now)
    {
        if (_floors.TryGetValue(position.Id, out var floor) && position.Epoch.CompareTo(floor) <= 0)
        {
            return true;
        }

        // The first 48 bits of a UUIDv7 are its time in milliseconds (RFC 9562, section 5.7).
        var octets = position.Epoch.ToByteArray(bigEndian: true);
        var began = ((long)BinaryPrimitives.ReadUInt32BigEndian(octets) << 16) | BinaryPrimitives.ReadUInt16BigEndian(octets.AsSpan(4));
        return Settings is { } settings && began < (now - Remembered(settings)).ToUnixTimeMilliseconds();
    }

    public ProducerEpoch? Find(ProducerPosition position) =>
        _producers.TryGetValue(position.Id, out var epochs) ? epochs.Find(epoch => epoch.Epoch == position.Epoch) : null;

    public ProducerEpoch FindOrAdd(string producer, Guid epoch, DateTimeOffset at)
    {
        if (!_producers.TryGetValue(producer, out var epochs))
        {
            _producers[producer] = epochs = [];
        }

        var found = epochs.Find(known => known.Epoch == epoch);
        if (found is not null)
        {
            return found;
        }

        foreach (var older in epochs.Where(older => older.IsFinished).ToArray())
        {
            older.Forget(ProducerEpoch.DigestsKeptOfFinished);
            if (Settings is { } settings && older.LastHeard < at - Remembered(settings))
            {
                Drop(producer, epochs, older);
            }
        }

        if (epochs.Count == EpochsKept)
        {
            // The oldest that ended properly goes first; one that did not, only when all did not.
            Drop(producer, epochs, epochs.Find(known => known.IsFinished) ?? epochs[0]);
        }

        found = new ProducerEpoch(epoch);
        epochs.Add(found);
        return found;
    }

    public void RestoreKey(ProducerKeyBody key) => _keys[(key.Producer, key.KeyId)] = key;

    public void RestoreEpoch(string producer, ProducerEpoch epoch)
    {
        if (!_producers.TryGetValue(producer, out var epochs))
        {
            _producers[producer] = epochs = [];
        }

        epochs.Add(epoch);
    }

    public void RestoreFloor(string producer, Guid floor) => _floors[producer] = floor;

    /// <summary>Takes note of an entry that stands, or is about to stand, in the log.</summary>
    public void Apply(Entry entry)
    {
        if (AnchorSchedule.Counts(entry.Body))
        {
            LastCounting = entry.Seq;
            UnanchoredSince ??= entry.RecordedAt;
        }

        switch (entry.Body)
        {
            case GenesisBody genesis:
                (Settings, CheckpointVkey, SlotMode) = (genesis.Settings, genesis.CheckpointVkey, genesis.SlotMode);
                break;
            case SettingsBody settings:
                Settings = settings.Settings;
                break;
            case EpochBody epoch:
                (Epoch, KeyId, EpochSegment) = (epoch.Epoch, epoch.KeyId, Head.NextSegment);
                break;
            case CheckpointKeyBody rotation:
                CheckpointVkey = rotation.To;
                break;
            case ProducerKeyBody key:
                _keys[(key.Producer, key.KeyId)] = key;
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

    private void Apply(SignedEvent signedEvent, DateTimeOffset at)
    {
        var position = signedEvent.Event.Producer;
        FindOrAdd(position.Id, position.Epoch, at)
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

    private static TimeSpan Remembered(LedgerSettings settings) => TimeSpan.FromDays(Math.Min(settings.DedupeDays, MaxDedupeDays));

    private void Drop(string producer, List<ProducerEpoch> epochs, ProducerEpoch dropped)
    {
        epochs.Remove(dropped);
        if (!_floors.TryGetValue(producer, out var floor) || dropped.Epoch.CompareTo(floor) > 0)
        {
            _floors[producer] = dropped.Epoch;
        }
    }
}
