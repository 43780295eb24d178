using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.State;

namespace Signet.Ledger.Verification;

/// <summary>
/// The producers' events in a walk. Owns the enrolled keys, which numbers of each producer epoch came, and how much could not be read,
/// for what is missing may stand there.
/// </summary>
internal sealed class ProducerWalk(LogTrust trust, FindingLog findings, PromiseWalk promises)
{
    private readonly ProducerRegistry _registry = new();
    private readonly ProducerRegistry _reports = new();
    private readonly SignatureChecks _checks = new(trust.LogId);
    private readonly ProducerNumbers _numbers = new();
    private readonly HashSet<(string Producer, string KeyId)> _alteredKeys = [];
    private long _unreadEntries;
    private long _unchecked;
    private bool _lostKeys;
    private bool _lostGaps;
    private bool _lostSegments;

    /// <summary>Commit entries whose signatures verify.</summary>
    public long Commits { get; private set; }

    private bool MayHaveLostKeys => _lostSegments || _lostKeys;

    /// <summary>Segments are missing or unreadable.</summary>
    public void LoseSegments() => _lostSegments = true;

    /// <summary>An event stands in the log just as it was written and doesn't count.</summary>
    public void LoseEvent() => _unreadEntries++;

    /// <summary>An entry stands in the log that isn't the one that was written.</summary>
    /// <param name="entry">What stands there now.</param>
    /// <param name="macsChecked">True when MACs tell that; else an event that doesn't verify may well have been one from the beginning.</param>
    public void LoseEntry(in EntryFacts entry, bool macsChecked)
    {
        _unreadEntries++;
        _lostKeys |= !entry.IsCommit || macsChecked;
        _lostGaps |= !entry.IsWellFormed || entry.Body is GapBody;
        if (entry is { IsWellFormed: true, Body: ProducerKeyBody key })
        {
            _alteredKeys.Add((key.Producer, key.KeyId));
        }
    }

    /// <summary>
    /// The verdict on an entry's signature where the walk is. One that only an entry lost or altered before it may account for, which may have
    /// enrolled its key, is none.
    /// </summary>
    public SignatureVerdict VerdictOn(SegmentReading reading, int line)
    {
        ref readonly var facts = ref reading.Facts[line];
        var verdict = reading.Signatures[line];
        var excused = verdict switch
        {
            SignatureVerdict.UnknownKey => MayHaveLostKeys,
            SignatureVerdict.Invalid => _alteredKeys.Contains((facts.Commit.Event.Producer, facts.Commit.Signature.KeyId)),
            _ => false,
        };
        _unchecked += excused ? 1 : 0;
        return excused ? SignatureVerdict.Excused : verdict;
    }

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
                promises.Enrolled(key);
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
        var shared = key.Body.Alg == EventSignature.HmacSha256;
        ReadOnlyMemory<byte> secret = default;
        if (shared && !trust.CommitSecrets.TryGetValue(key.Body.KeyId, out secret))
        {
            return SignatureVerdict.Unchecked;
        }

        var holds = shared ? _checks.CheckShared(facts.Commit, entry, secret.Span) : _checks.Check(facts.Commit, entry, key.PublicKey);
        return holds ? SignatureVerdict.Valid : SignatureVerdict.Invalid;
    }

    /// <summary>Takes note of an event.</summary>
    public void ApplyCommit(SegmentReading reading, int line)
    {
        if (promises.Any)
        {
            promises.Commit(reading, line);
        }

        if (reading.Signatures[line] == SignatureVerdict.Valid)
        {
            Commits++;
        }
        else if (reading.Signatures[line] == SignatureVerdict.Unchecked)
        {
            findings.Note("Some events carry a MAC under a secret that was not given: it was not checked.");
        }

        ref readonly var entry = ref reading.Facts[line];
        var value = entry.Commit.Event;
        if (_numbers.IsForgotten(value.Producer, value.Epoch))
        {
            findings.Note(
                "Some events are of epochs that the state at the start no longer knew: whether their numbers stand twice was not checked.");
        }
        else if (!_numbers.Add(value.Producer, value.Epoch, value.Seq, entry.RecordedAt))
        {
            findings.Report(
                FindingKind.DuplicateEvent, reading.Number, entry.Seq, "an event with the same producer, epoch and number stands before it");
        }
    }

    /// <summary>Checks a verifier's report: its name is enrolled like a producer's.</summary>
    public void ApplyVerification(long number, in EntryFacts entry, VerificationBody report)
    {
        var keys = _reports.KeysOf(report.Verifier, entry.RecordedAt).ToList();
        if (keys.Count == 0 && MayHaveLostKeys)
        {
            _unchecked++;
        }
        else if (keys.Count == 0)
        {
            findings.Report(FindingKind.UnknownKey, number, entry.Seq, "the verifier's key is not enrolled at this point of the log");
        }
        else if (!keys.Exists(key => VerificationStatement.Verify(trust.LogId, report, key.Span)))
        {
            findings.Report(FindingKind.SignatureInvalid, number, entry.Seq, "the verifier's signature does not verify");
        }
    }

    /// <summary>Takes note of a key where the walk is; <see cref="ResolveKeys"/> runs ahead of it.</summary>
    public void ApplyKey(ProducerKeyBody key) => _reports.Apply(key);

    /// <summary>Takes note of a gap that the log accounts for.</summary>
    public void ApplyGap(GapBody gap) =>
        _numbers.Cover(gap.Producer, gap.Epoch, gap.From, gap.Through ?? long.MaxValue);

    /// <summary>Reports the events that never arrived, once they have been missing for long enough.</summary>
    public void CheckGaps(DateTimeOffset now, TimeSpan patience)
    {
        var open = _numbers.Open().ToList();
        var uncovered = open.Sum(hole => (decimal)hole.Uncovered);
        var excused = uncovered > 0 && (_lostSegments || _lostGaps || uncovered <= _unreadEntries);
        if (excused)
        {
            findings.Note("Events of producers are missing; they may stand in the segments or entries that could not be read.");
        }

        foreach (var (producer, epoch, from, through, since, missing) in open)
        {
            if (now - since >= patience && (missing == 0 || !excused))
            {
                findings.Report(new Finding(
                    FindingKind.ProducerGap, null, null, $"events {from} to {through} of epoch {epoch} of producer {producer} never arrived",
                    missing == 0 ? FindingSeverity.Warning : FindingSeverity.Error));
            }
        }
    }

    /// <summary>Says how many signatures could not be checked for want of what stood before them.</summary>
    public void NoteUnchecked()
    {
        if (_unchecked > 0)
        {
            findings.Note(
                $"The signatures of {_unchecked} entries could not be checked: the entries that enrol their keys may be among those that can't be relied on.");
        }
    }

    /// <summary>Goes on from what a log's state object tells.</summary>
    public void Begin(LogState state)
    {
        foreach (var key in state.Keys)
        {
            Enrol(key);
        }

        _numbers.Begin(state);
    }

    private void Enrol(ProducerKeyBody key)
    {
        _registry.Apply(key);
        _reports.Apply(key);
    }

    public void Save(ref CanonicalWriter writer)
    {
        writer.Key("producers"u8);
        writer.BeginObject();
        writer.Integer("commits"u8, Commits);
        _numbers.Save(ref writer);
        writer.Key("keys"u8);
        writer.BeginArray();
        foreach (var key in _registry.Keys.OrderBy(key => (key.Producer, key.KeyId)))
        {
            writer.Base64(EntryCodec.Write(new Entry(0, DateTimeOffset.UnixEpoch, key)));
        }

        writer.EndArray();
        writer.EndObject();
    }

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("producers"u8);
        reader.BeginObject();
        reader.Key("commits"u8);
        Commits = reader.Integer();
        _numbers.Load(ref reader);
        reader.Key("keys"u8);
        reader.BeginArray();
        while (reader.NextItem())
        {
            if (EntryCodec.Read(reader.Base64(0, Entry.MaxOctets)).Entry?.Body is ProducerKeyBody key)
            {
                Enrol(key);
            }
            else
            {
                reader.Fail();
            }
        }

        reader.EndObject();
    }
}
