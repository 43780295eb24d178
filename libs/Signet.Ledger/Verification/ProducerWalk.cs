using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Ledger.Verification;

/// <summary>
/// The producers' events in a walk. Owns the enrolled keys, which numbers of each producer epoch came, and how much could not be read,
/// for what is missing may stand there.
/// </summary>
internal sealed class ProducerWalk(LogTrust trust, FindingLog findings)
{
    private readonly ProducerRegistry _registry = new();
    private readonly Dictionary<(string Producer, Guid Epoch), EpochHoles> _epochs = [];
    private long _unreadEntries;
    private bool _lostSegments;

    /// <summary>Commit entries whose signatures verify.</summary>
    public long Commits { get; private set; }

    /// <summary>Segments are missing or unreadable.</summary>
    public void LoseSegments() => _lostSegments = true;

    /// <summary>An entry stands in the log that isn't an event one can rely on.</summary>
    public void LoseEntry() => _unreadEntries++;

    /// <summary>Checks the signatures of a segment's events, and takes note of the keys that it enrolls and revokes.</summary>
    /// <returns>For each entry what is wrong with its signature; null where it holds or none is due.</returns>
    public FindingKind?[] CheckSignatures(EntryReading[] readings)
    {
        var keys = new ReadOnlyMemory<byte>?[readings.Length];
        for (var i = 0; i < readings.Length; i++)
        {
            if (readings[i].Entry is { } entry)
            {
                keys[i] = entry.Body is CommitBody commit ? _registry.Find(commit.SignedEvent, entry.RecordedAt) : null;
                if (entry.Body is ProducerKeyBody producerKey)
                {
                    _registry.Apply(producerKey);
                }
            }
        }

        // By far the dearest step of the walk, and independent from entry to entry.
        var faults = new FindingKind?[readings.Length];
        Parallel.For(0, readings.Length, i => faults[i] = readings[i].Entry?.Body is CommitBody commit ? Fault(commit, keys[i]) : null);
        return faults;
    }

    /// <summary>Takes note of an event.</summary>
    public void ApplyCommit(long number, Entry entry, CommitEvent value)
    {
        Commits++;
        if (!Holes(value.Producer.Id, value.Producer.Epoch).Add(value.Producer.Seq, entry.RecordedAt))
        {
            findings.Report(
                FindingKind.DuplicateEvent, number, entry.Seq, "an event with the same producer, epoch and number stands before it");
        }
    }

    /// <summary>Takes note of a gap that the log accounts for.</summary>
    public void ApplyGap(GapBody gap) => Holes(gap.Producer, gap.Epoch).Cover(gap.From, gap.Through ?? long.MaxValue);

    /// <summary>Reports the events that never arrived, once they have been missing for long enough.</summary>
    public void CheckGaps(DateTimeOffset now, TimeSpan patience)
    {
        var missing = _epochs.Values.Sum(holes => (decimal)holes.Missing);
        if (missing > 0 && (_lostSegments || missing <= _unreadEntries))
        {
            findings.Note("Events of producers are missing; they may stand in the segments or entries that could not be read.");
            return;
        }

        foreach (var ((producer, epoch), holes) in _epochs)
        {
            foreach (var (from, through, since, covered) in holes.Open())
            {
                if (now - since >= patience)
                {
                    findings.Report(new Finding(
                        FindingKind.ProducerGap, null, null,
                        $"events {from} to {through} of epoch {epoch} of producer {producer} never arrived",
                        covered ? FindingSeverity.Warning : FindingSeverity.Error));
                }
            }
        }
    }

    private FindingKind? Fault(CommitBody commit, ReadOnlyMemory<byte>? key)
    {
        if (key is not { } known)
        {
            return FindingKind.UnknownKey;
        }

        return CommitVerifier.Verify(trust.LogId, commit.SignedEvent, known.Span) ? null : FindingKind.SignatureInvalid;
    }

    private EpochHoles Holes(string producer, Guid epoch)
    {
        if (!_epochs.TryGetValue((producer, epoch), out var holes))
        {
            _epochs[(producer, epoch)] = holes = new EpochHoles();
        }

        return holes;
    }
}
