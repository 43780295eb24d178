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

    private readonly Dictionary<(string Producer, string KeyId), ProducerKeyBody> _keys = [];
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

    public IEnumerable<ProducerKeyBody> Keys => _keys.Values;

    public IEnumerable<KeyValuePair<string, List<ProducerEpoch>>> Producers => _producers;

    public IReadOnlyDictionary<(string Producer, string KeyId), ProducerKeyBody> KeySnapshot() =>
        new Dictionary<(string Producer, string KeyId), ProducerKeyBody>(_keys);

    public bool IsEnrolled(ProducerKeyBody key) =>
        _keys.TryGetValue((key.Producer, key.KeyId), out var known) && known.PublicKey is { } octets &&
        key.PublicKey is { } asked && octets.Span.SequenceEqual(asked.Span);

    public ProducerEpoch? Find(ProducerPosition position) =>
        _producers.TryGetValue(position.Id, out var epochs) ? epochs.Find(epoch => epoch.Epoch == position.Epoch) : null;

    public ProducerEpoch FindOrAdd(string producer, Guid epoch)
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

        foreach (var older in epochs)
        {
            older.Forget(ProducerEpoch.DigestsKeptOfOlder);
        }

        if (epochs.Count == EpochsKept)
        {
            // The oldest that ended properly goes first; one that did not, only when all did not.
            var oldest = epochs.FindIndex(known => known.Closed && known.Progress.Above.Count == 0);
            epochs.RemoveAt(Math.Max(oldest, 0));
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
                Settings = genesis.Settings;
                break;
            case SettingsBody settings:
                Settings = settings.Settings;
                break;
            case EpochBody epoch:
                (Epoch, KeyId, EpochSegment) = (epoch.Epoch, epoch.KeyId, Head.NextSegment);
                break;
            case ProducerKeyBody { Revoked: true } key:
                _keys.Remove((key.Producer, key.KeyId));
                break;
            case ProducerKeyBody key:
                _keys[(key.Producer, key.KeyId)] = key;
                break;
            case CommitBody commit:
                Apply(commit.SignedEvent, entry.RecordedAt);
                break;
            case GapBody gap:
                FindOrAdd(gap.Producer, gap.Epoch).GapReported = true;
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
        var epoch = FindOrAdd(position.Id, position.Epoch);
        epoch.Progress.Add(position.Seq);
        epoch.Remember(position.Seq, signedEvent.Digest);
        epoch.LastHeard = at;
        epoch.Closed |= signedEvent.Event.Phase == EventPhase.Closed;
    }

    private void Apply(AnchorBody anchor)
    {
        if (anchor.TreeSize <= AnchoredSize)
        {
            return;
        }

        (AnchoredSize, AnchoredAt) = (anchor.TreeSize, anchor.GenTime);

        // What came behind the stamped tree waits on; the time of the anchor is the earliest it can have come at.
        UnanchoredSince = LastCounting >= anchor.TreeSize ? anchor.RequestedAt : null;
    }
}
