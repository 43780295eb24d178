using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
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
public sealed class LogVerification
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

    private Digest? _previousObject = Digest.Zero;
    private long _nextSegment;

    // -1 while it isn't known.
    private long _nextSeq;
    private long _segments;
    private long _entries;

    /// <summary>Begins a walk.</summary>
    public LogVerification(LogTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        _trust = trust;
        _macs = new MacChain(trust, _findings);
        _epochs = new EpochWalk(_findings, _macs);
        _tree = new TreeWalk(trust, _findings);
        _producers = new ProducerWalk(trust, _findings);
        _anchors = new AnchorWalk(trust, _findings, _tree);
        _checkpointKeys = new CheckpointKeys(trust, _findings);
        _content = new EntryWalk(trust, _findings, _epochs, _producers, _anchors, _checkpointKeys);
    }

    /// <summary>Checks the next segment. Numbers must ascend; a number left out is a missing segment.</summary>
    public void Segment(long number, ReadOnlyMemory<byte> octets)
    {
        if (number < _nextSegment)
        {
            _findings.Report(FindingKind.MalformedSegment, number, null, "segments were not given in ascending order");
            return;
        }

        if (number > _nextSegment)
        {
            Skip(number);
        }

        _segments++;
        _nextSegment = number + 1;

        // :: Step 1: take the object apart.
        if (!SegmentObject.TryParse(octets, out var segment, out var fault))
        {
            _findings.Report(FindingKind.MalformedSegment, number, null, fault);
            LoseTrack();
            _macs.TurnTo(number + 1);
            return;
        }

        // :: Step 2: check its header against the walk.
        var headerHolds = CheckHeader(number, segment!);

        // :: Step 3: the entries.
        var altered = CheckEntries(number, segment!, out var sealAltered);

        // :: Step 4: the seal. One that can't be read, or was changed, has been reported with the entries.
        altered = !(sealAltered || CheckSeal(number, segment!, altered)) || altered;

        // :: Step 5: the footer.
        var footerHolds = CheckFooter(number, segment!, altered || !headerHolds);

        // :: Step 6: go on from there. The link to octets that were reported as changed would only repeat it.
        _previousObject = altered || !headerHolds || !footerHolds ? null : segment!.Whole;
        _macs.TurnTo(number + 1);
    }

    /// <summary>Checks a checkpoint note against the segments walked. Call it after the last segment.</summary>
    public void Checkpoint(ReadOnlySpan<byte> note)
    {
        if (_checkpointKeys.Open(note) is { } checkpoint)
        {
            _tree.Compare(checkpoint, FindingKind.CheckpointInconsistent, "a signed checkpoint");
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

        if (_trust.LastSeen is { } lastSeen)
        {
            _tree.Compare(lastSeen, FindingKind.RolledBack, "the tree seen before");
        }

        _producers.CheckGaps(now, TimeSpan.FromSeconds(Math.Min(_content.Settings?.GapAfterSeconds ?? 0, int.MaxValue)));
        _anchors.CheckPromises(now, _content.Settings?.Anchors);
        NoteLimits();
        _macs.Close();
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
    private bool CheckHeader(long number, SegmentObject segment)
    {
        var header = segment.Header;
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

        _epochs.Follow(number, segment, known: _nextSeq >= 0 || number == 0);
        _nextSeq = _nextSeq < 0 ? header.FirstSeq : _nextSeq;
        return _findings.Findings.Count == before;
    }

    /// <returns>True when an entry isn't the one that was written there.</returns>
    private bool CheckEntries(long number, SegmentObject segment, out bool sealAltered)
    {
        var readings = new EntryReading[segment.Lines.Count];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = EntryCodec.Read(segment.Lines[i].Entry);
        }

        var signatureFaults = _producers.CheckSignatures(readings);
        var altered = false;
        sealAltered = false;
        for (var i = 0; i < readings.Length; i++)
        {
            // Which of two neighbours has the wrong number: the one that contradicts both sides.
            var nextSeq = i + 1 < readings.Length ? readings[i + 1].Entry?.Seq : segment.Footer.Size;
            if (!CheckEntry(number, i, segment, readings[i], nextSeq, signatureFaults[i]))
            {
                altered = true;
                _producers.LoseEntry();
                sealAltered = i == readings.Length - 1;
            }
        }

        return altered;
    }

    /// <returns>False when the entry isn't the one that was written there.</returns>
    private bool CheckEntry(
        long number, int line, SegmentObject segment, EntryReading reading, long? nextSeq, FindingKind? signatureFault)
    {
        var (octets, storedMac) = segment.Lines[line];
        var leaf = MerkleTree.HashLeaf(octets.Span);
        var seq = _nextSeq++;
        _entries++;
        _tree.Append(leaf);
        var macHolds = _macs.CheckEntry(seq, leaf, storedMac);
        var entry = reading.Entry;
        if (entry is null)
        {
            _findings.Report(
                reading.Status == EntryStatus.Malformed ? FindingKind.MalformedEntry : FindingKind.NonCanonicalEntry,
                number, seq, reading.Status == EntryStatus.Malformed ? "not an entry of the format" : "not in canonical form");
            return false;
        }

        if (entry.Seq != seq)
        {
            _findings.Report(FindingKind.SeqGap, number, seq, $"the entry's number is {entry.Seq}");
            _nextSeq = nextSeq == seq + 1 ? nextSeq.Value : entry.Seq + 1;
            return false;
        }

        if (signatureFault is { } kind)
        {
            _findings.Report(
                kind, number, seq,
                kind == FindingKind.SignatureInvalid
                    ? "the producer's signature does not verify"
                    : "the producer's key is not enrolled at this point of the log");
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

        _content.Apply(number, line, segment, entry);
        return true;
    }

    /// <returns>False when the seal contradicts its segment.</returns>
    private bool CheckSeal(long number, SegmentObject segment, bool altered)
    {
        // One that isn't where it belongs has been reported with the entries.
        if (EntryCodec.Read(segment.Lines[^1].Entry).Entry?.Body is not SealBody seal)
        {
            return true;
        }

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
