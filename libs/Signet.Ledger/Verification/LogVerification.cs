using Signet.Ledger.Entries;
using Signet.Ledger.Segments;

namespace Signet.Ledger.Verification;

/// <summary>
/// Walks a log from its first segment to its last and reports everything that doesn't hold (format 1, section 9). Segments are
/// pushed in ascending order; nothing is read, kept or written by the walk itself. Never throws on any octets.
/// </summary>
/// <remarks>
/// For each segment:
/// 1. take the object apart; 2. check its header against the walk; 3. read each entry, check its number, its signature and its MAC;
/// 4. check the seal; 5. check the footer's tree head and MAC; 6. go on from there, whatever was found.
/// A changed entry is reported once: the walk continues from the MAC that is stored, and findings that only follow from an earlier
/// one are suppressed.
/// </remarks>
public sealed class LogVerification : IDisposable
{
    /// <summary>The most findings that are kept; further ones are only counted.</summary>
    public const int MaxFindings = 10_000;

    private readonly LogTrust _trust;
    private readonly FindingLog _findings = new();
    private readonly MacChain _macs;
    private readonly EpochWalk _epochs;
    private readonly TreeWalk _tree;
    private readonly ProducerWalk _producers;
    private readonly AnchorWalk _anchors;
    private readonly CheckpointKeys _checkpointKeys;
    private readonly EntryWalk _content;
    private readonly WindowReader _reader;
    private readonly List<byte[]> _notes = [];

    private Digest? _previousObject = Digest.Zero;
    private long _nextSegment;

    // -1 while it isn't known.
    private long _nextSeq;
    private long _segments;
    private long _entries;

    /// <summary>Begins a walk.</summary>
    /// <param name="trust">What is known from outside.</param>
    /// <param name="parallelism">The most threads at work; 0 for as many as there are processors.</param>
    public LogVerification(LogTrust trust, int parallelism = 0)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentOutOfRangeException.ThrowIfNegative(parallelism);
        _trust = trust;
        _macs = new MacChain(trust, _findings);
        _epochs = new EpochWalk(_findings, _macs);
        _tree = new TreeWalk(trust, _findings);
        _producers = new ProducerWalk(trust, _findings);
        _anchors = new AnchorWalk(trust, _findings, _tree);
        _checkpointKeys = new CheckpointKeys(trust, _findings);
        _content = new EntryWalk(trust, _findings, _epochs, _producers, _anchors, _checkpointKeys);
        _reader = new WindowReader(trust, _producers, parallelism == 0 ? Environment.ProcessorCount : parallelism);
        if (trust.LastSeen is { } lastSeen)
        {
            _tree.Pin(lastSeen.Size);
        }
    }

    /// <summary>Checks the next segment. Numbers must ascend; a number left out is a missing segment.</summary>
    public void Segment(long number, ReadOnlyMemory<byte> octets) => Segments([new StoredSegment(number, octets)]);

    /// <summary>Checks the next segments, as much of them as can be at the same time. Numbers must ascend; one left out is a missing segment.</summary>
    public void Segments(IReadOnlyList<StoredSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var ascending = new List<StoredSegment>(segments.Count);
        var next = _nextSegment;
        foreach (var segment in segments)
        {
            if (segment.Number < next)
            {
                _findings.Report(FindingKind.MalformedSegment, segment.Number, null, "segments were not given in ascending order");
                continue;
            }

            ascending.Add(segment);
            next = segment.Number + 1;
        }

        foreach (var reading in _reader.Read(ascending))
        {
            using (reading)
            {
                Walk(reading);
            }
        }
    }

    /// <summary>
    /// Gives a checkpoint note to compare the log with, at any time before <see cref="Complete"/>. One that is more than 65,536 segments old
    /// must be given before the walk gets there.
    /// </summary>
    public void Checkpoint(ReadOnlySpan<byte> note)
    {
        _notes.Add(note.ToArray());
        if (Checkpoints.Checkpoint.TryReadUnsigned(note, out var stated))
        {
            _tree.Pin(stated!.Size);
        }
    }

    /// <summary>Ends the walk.</summary>
    /// <param name="now">The verifier's clock, for what must have happened by now.</param>
    public VerificationReport Complete(DateTimeOffset now)
    {
        if (_segments == 0)
        {
            _findings.Report(FindingKind.EmptyLog, null, null, "there is no segment");
        }

        foreach (var note in _notes)
        {
            if (_checkpointKeys.Open(note) is { } checkpoint)
            {
                _tree.Compare(checkpoint, FindingKind.CheckpointInconsistent, "a signed checkpoint");
            }
        }

        if (_trust.LastSeen is { } lastSeen)
        {
            _tree.Compare(lastSeen, FindingKind.RolledBack, "the tree seen before");
        }

        _producers.CheckGaps(now, TimeSpan.FromSeconds(Math.Min(_content.Settings?.GapAfterSeconds ?? 0, int.MaxValue)));
        _anchors.CheckPromises(now, _content.Settings?.Anchors);
        NoteLimits();
        Dispose();
        var broken = _findings.Findings.Any(f => f.Severity == FindingSeverity.Error);
        return new VerificationReport
        {
            LogId = _trust.LogId,
            Result = broken ? VerificationResult.Broken
                : _checkpointKeys.SelfDeclared ? VerificationResult.NotVerified
                : VerificationResult.Clean,
            Full = _macs.Full,
            Segments = _segments,
            Entries = _entries,
            Commits = _producers.Commits,
            Anchors = _anchors.Valid,
            AnchoredSize = _anchors.AnchoredSize,
            AnchoredAt = _anchors.AnchoredAt,
            Size = _tree.Size,
            Root = _tree.Root,
            From = _content.From,
            Through = _content.Through,
            Findings = [.. _findings.Findings],
            Notes = _findings.CloseNotes(),
        };
    }

    /// <summary>Erases the chain keys; a walk that was completed has done so.</summary>
    public void Dispose()
    {
        _macs.Close();
        _reader.Dispose();
    }

    private void Walk(SegmentReading reading)
    {
        var number = reading.Number;
        if (number > _nextSegment)
        {
            Skip(number);
        }

        _segments++;
        _nextSegment = number + 1;

        // :: Step 1: take the object apart.
        if (reading.Segment is not { } segment)
        {
            _findings.Report(FindingKind.MalformedSegment, number, null, reading.Fault);
            LoseTrack();
            _macs.TurnTo(number + 1);
            return;
        }

        // :: Step 2: check its header against the walk.
        var headerHolds = CheckHeader(reading);

        // :: Step 3: the entries.
        var altered = CheckEntries(reading, out var sealAltered);

        // :: Step 4: the seal. One that can't be read, or was changed, has been reported with the entries.
        altered = !(sealAltered || CheckSeal(reading, altered)) || altered;

        // :: Step 5: the footer.
        var footerHolds = CheckFooter(number, segment, altered || !headerHolds);

        // :: Step 6: go on from there. The link to octets that were reported as changed would only repeat it.
        _previousObject = altered || !headerHolds || !footerHolds ? null : segment.Whole;
        _macs.TurnTo(number + 1);
    }

    private void Skip(long number)
    {
        _findings.Report(
            FindingKind.SegmentMissing, _nextSegment, null,
            number == _nextSegment + 1 ? "the segment is missing" : $"segments {_nextSegment} to {number - 1} are missing");
        LoseTrack();
        _macs.TurnTo(number);
    }

    /// <summary>Nothing is known of what came before: what depends on it can't be checked until it is known again.</summary>
    private void LoseTrack()
    {
        _macs.LoseTrack();
        _epochs.LoseTrack();
        _tree.LoseTrack();
        _producers.LoseSegments();
        _previousObject = null;
        _nextSeq = -1;
    }

    /// <returns>False when the header contradicts the walk.</returns>
    private bool CheckHeader(SegmentReading reading)
    {
        var (number, header) = (reading.Number, reading.Segment!.Header);
        var before = _findings.Findings.Count;
        if (header.LogId != _trust.LogId || header.Segment != number)
        {
            _findings.Report(FindingKind.MalformedSegment, number, null, "the header names another log or another segment");
        }
        else if (_nextSeq >= 0 && header.FirstSeq != _nextSeq)
        {
            _findings.Report(FindingKind.SeqGap, number, null, $"the header's first_seq is {header.FirstSeq}, not {_nextSeq}");
        }
        else if (_previousObject is { } previous && header.PrevSegment != previous)
        {
            _findings.Report(FindingKind.LinkMismatch, number, null, "the header does not name the segment before it");
        }

        _epochs.Follow(number, header, reading.Opener, known: _nextSeq >= 0 || number == 0);
        _macs.BeginSegment(reading);
        _nextSeq = _nextSeq < 0 ? header.FirstSeq : _nextSeq;
        return _findings.Findings.Count == before;
    }

    /// <returns>True when an entry isn't the one that was written there.</returns>
    private bool CheckEntries(SegmentReading reading, out bool sealAltered)
    {
        _tree.Append(reading);
        var altered = false;
        sealAltered = false;
        for (var i = 0; i < reading.Count; i++)
        {
            if (!CheckEntry(reading, i))
            {
                altered = true;
                _producers.LoseEntry();
                sealAltered = i == reading.Count - 1;
            }
        }

        return altered;
    }

    /// <returns>False when the entry isn't the one that was written there.</returns>
    private bool CheckEntry(SegmentReading reading, int line)
    {
        ref readonly var entry = ref reading.Facts[line];
        var (number, seq) = (reading.Number, _nextSeq++);
        _entries++;
        var macHolds = _macs.CheckEntry(seq, line, reading.Leaves[line], reading.Segment!.Lines[line].Mac);
        if (!entry.IsWellFormed)
        {
            _findings.Report(
                entry.Status == EntryStatus.Malformed ? FindingKind.MalformedEntry : FindingKind.NonCanonicalEntry,
                number, seq, entry.Status == EntryStatus.Malformed ? "not an entry of the format" : "not in canonical form");
            return false;
        }

        if (entry.Seq != seq)
        {
            // Which of two neighbours has the wrong number: the one that contradicts both sides.
            var nextSeq = line + 1 == reading.Count ? reading.Segment.Footer.Size
                : reading.Facts[line + 1].IsWellFormed ? reading.Facts[line + 1].Seq : -1;
            _findings.Report(FindingKind.SeqGap, number, seq, $"the entry's number is {entry.Seq}");
            _nextSeq = nextSeq == seq + 1 ? nextSeq : entry.Seq + 1;
            return false;
        }

        var signature = reading.Signatures[line];
        if (signature is SignatureVerdict.Invalid or SignatureVerdict.UnknownKey)
        {
            var invalid = signature == SignatureVerdict.Invalid;
            _findings.Report(
                invalid ? FindingKind.SignatureInvalid : FindingKind.UnknownKey, number, seq,
                invalid ? "the producer's signature does not verify" : "the producer's key is not enrolled at this point of the log");
            if (!_macs.HasKey || !macHolds)
            {
                return false;
            }

            // With a MAC that holds, the writer stored it so; without one, the entry may have been changed.
            _producers.LoseEntry();
            return true;
        }

        if (!macHolds)
        {
            _findings.Report(FindingKind.MacMismatch, number, seq, "the entry's MAC is not the one that key and entry give");
            return false;
        }

        _content.Apply(number, line, reading.Count, entry, signature);
        return true;
    }

    /// <returns>False when the seal contradicts its segment.</returns>
    private bool CheckSeal(SegmentReading reading, bool altered)
    {
        // One that isn't where it belongs has been reported with the entries.
        if (reading.Facts[^1] is not { IsWellFormed: true, Body: SealBody seal })
        {
            return true;
        }

        var (number, segment) = (reading.Number, reading.Segment!);
        var holds = seal.Segment == number && seal.Epoch == _epochs.Epoch && (altered || seal.HeadMac == segment.Lines[^2].Mac) &&
            (seal.PrevSegment == segment.Header.PrevSegment || (_previousObject is { } previous && seal.PrevSegment == previous));
        if (!holds)
        {
            _findings.Report(FindingKind.SealMismatch, number, _nextSeq - 1, "the seal contradicts its segment");
        }

        return holds;
    }

    /// <returns>False when the footer contradicts its segment.</returns>
    private bool CheckFooter(long number, SegmentObject segment, bool altered)
    {
        var recordedAt = _content.Through ?? DateTimeOffset.MinValue;
        var holds = _tree.EndSegment(number, segment.Footer, _nextSeq, recordedAt, altered, _macs.HasKey);
        _anchors.SegmentEnds(_tree.Size);

        // A tree that was reported as changed is followed no further, but its footers are still the key holder's or not.
        return holds && (altered || _macs.CheckSegment(number, segment));
    }

    /// <summary>Says what this walk, with what it was given, could not have found.</summary>
    private void NoteLimits()
    {
        if (_trust.LastSeen is null)
        {
            _findings.Note(
                "No earlier state of the verifier was given: the loss of whole trailing segments shows only against checkpoints " +
                "and anchors.");
        }

        if (!_macs.Full)
        {
            _findings.Note("Keyless verification: MACs were not checked; a change of the last segment's MACs alone would not show.");
        }

        if (_trust.CheckAnchor is null && _anchors.Valid > 0)
        {
            _findings.Note("No roots of time-stamping authorities were given: the anchors' tokens were not checked.");
        }

        if (_checkpointKeys.SelfDeclared)
        {
            _findings.Note("Self-declared: the log's own first entry is the only source of its checkpoint key.");
        }
    }
}
