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

    /// <summary>Finds the keys of a segment's commits, and takes note of those that it enrolls and revokes. In the order of segments.</summary>
    public void ResolveKeys(SegmentReading reading)
    {
        for (var i = 0; i < reading.Count; i++)
        {
            ref readonly var facts = ref reading.Facts[i];
            if (facts.IsCommit)
            {
                reading.Keys[i] = _registry.Find(
                    facts.Commit.Event.Producer, facts.Commit.Signature.KeyId, facts.Commit.Signature.Alg, facts.RecordedAt);
            }
            else if (facts is { IsWellFormed: true, Body: ProducerKeyBody key })
            {
                _registry.Apply(key);
            }
        }
    }

    /// <summary>Checks the signature of an entry's event with the key that was found. Safe for concurrent use.</summary>
    public SignatureVerdict Check(SegmentReading reading, int line)
    {
        ref readonly var facts = ref reading.Facts[line];
        if (!facts.IsCommit)
        {
            return SignatureVerdict.NotDue;
        }

        if (reading.Keys[line] is not { } key)
        {
            return SignatureVerdict.UnknownKey;
        }

        var entry = reading.Segment!.Lines[line].Entry.Span;
        var commit = facts.Commit;
        return key.PublicKey is not { } publicKey ? SignatureVerdict.Unchecked
            : CommitVerifier.Verify(
                trust.LogId, commit.Event.Id, Digest.Of(entry.Slice(commit.Start, commit.Length)), commit.Signature.ToSignature(entry), publicKey.Span)
            ? SignatureVerdict.Valid
            : SignatureVerdict.Invalid;
    }

    /// <summary>Takes note of an event.</summary>
    public void ApplyCommit(long number, in EntryFacts entry, SignatureVerdict signature)
    {
        if (signature == SignatureVerdict.Unchecked)
        {
            findings.Note("Some events carry a MAC under a secret that was not given: it was not checked.");
        }
        else
        {
            Commits++;
        }

        var value = entry.Commit.Event;
        if (!Holes(value.Producer, value.Epoch).Add(value.Seq, entry.RecordedAt))
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

    private EpochHoles Holes(string producer, Guid epoch)
    {
        if (!_epochs.TryGetValue((producer, epoch), out var holes))
        {
            _epochs[(producer, epoch)] = holes = new EpochHoles();
        }

        return holes;
    }
}
