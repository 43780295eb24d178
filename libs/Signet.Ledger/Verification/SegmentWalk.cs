using Signet.Ledger.Canonical;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;

namespace Signet.Ledger.Verification;

/// <summary>
/// The walk through one segment after the other. Owns the place where the walk is: which segment, entry and previous object come next.
/// </summary>
/// <remarks>
/// For each segment:
/// 1. take the object apart; 2. check its header against the walk; 3. read each entry, check its number, its signature and its MAC;
/// 4. check the seal; 5. check the footer's tree head and MAC; 6. go on from there, whatever was found.
/// A changed entry is reported once: the walk continues from the MAC that is stored, and findings that only follow from an earlier
/// one are suppressed.
/// </remarks>
internal sealed class SegmentWalk(
    LogTrust trust, FindingLog findings, EpochWalk epochs, MacChain macs, TreeWalk tree, ProducerWalk producers, AnchorWalk anchors,
    EntryWalk content, ProtectionWalk protections)
{
    private Digest? _previousObject = Digest.Zero;
    private long _nextSegment;

    // -1 while it isn't known.
    private long _nextSeq;
    private long _segments;
    private long _entries;

    /// <summary>The segment that comes next.</summary>
    public long NextSegment => _nextSegment;

    /// <summary>Segments read.</summary>
    public long Segments => _segments;

    /// <summary>Entries read.</summary>
    public long Entries => _entries;

    /// <summary>True when everything up to here was read, so that a later walk can go on from here.</summary>
    public bool IsWhole => _nextSegment > 0 && _nextSeq >= 0 && _previousObject is not null;

    /// <summary>The last segment walked from which a later walk can go on; null before there is one.</summary>
    public WalkStart? Restart { get; private set; }

    /// <summary>Checks the next segment.</summary>
    public void Walk(SegmentReading reading)
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
            findings.Report(FindingKind.MalformedSegment, number, null, reading.Fault);
            LoseTrack();
            macs.TurnTo(number + 1);
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

        if (reading.Protection is { } protection)
        {
            protections.CheckVersions(number, protection);
            protections.CheckRetention(number, protection, content.Through, content.Settings?.RetainDays);
        }

        if (footerHolds && !altered && reading.Facts[^1].Body is SealBody { StateSha256: not null })
        {
            Restart = new WalkStart(number, new Checkpoint(trust.LogId, tree.Size, tree.Root));
        }

        // :: Step 6: go on from there. The link to octets that were reported as changed would only repeat it.
        _previousObject = altered || !headerHolds || !footerHolds ? null : segment.Whole;
        macs.TurnTo(number + 1);
    }

    private void Skip(long number)
    {
        findings.Report(
            FindingKind.SegmentMissing, _nextSegment, null,
            number == _nextSegment + 1 ? "the segment is missing" : $"segments {_nextSegment} to {number - 1} are missing");
        LoseTrack();
        macs.TurnTo(number);
    }

    /// <summary>Nothing is known of what came before: what depends on it can't be checked until it is known again.</summary>
    private void LoseTrack()
    {
        macs.LoseTrack();
        epochs.LoseTrack();
        tree.LoseTrack();
        producers.LoseSegments();
        _previousObject = null;
        _nextSeq = -1;
    }

    /// <returns>False when the header contradicts the walk.</returns>
    private bool CheckHeader(SegmentReading reading)
    {
        var (number, header) = (reading.Number, reading.Segment!.Header);
        var before = findings.Findings.Count;
        if (header.LogId != trust.LogId || header.Segment != number)
        {
            findings.Report(FindingKind.MalformedSegment, number, null, "the header names another log or another segment");
        }
        else if (_nextSeq >= 0 && header.FirstSeq != _nextSeq)
        {
            findings.Report(FindingKind.SeqGap, number, null, $"the header's first_seq is {header.FirstSeq}, not {_nextSeq}");
        }
        else if (_previousObject is { } previous && header.PrevSegment != previous)
        {
            findings.Report(FindingKind.LinkMismatch, number, null, "the header does not name the segment before it");
        }

        epochs.Follow(reading, known: _nextSeq >= 0 || number == 0);
        macs.BeginSegment(reading);
        _nextSeq = _nextSeq < 0 ? header.FirstSeq : _nextSeq;
        return findings.Findings.Count == before;
    }

    /// <returns>True when an entry isn't the one that was written there.</returns>
    private bool CheckEntries(SegmentReading reading, out bool sealAltered)
    {
        tree.Append(reading);
        var altered = false;
        sealAltered = false;
        for (var i = 0; i < reading.Count; i++)
        {
            if (!CheckEntry(reading, i))
            {
                altered = true;
                producers.LoseEntry(reading.Facts[i], macs.HasKey);
                epochs.LoseTrack();
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
        var macHolds = macs.CheckEntry(seq, line, reading.Leaves[line], reading.Segment!.Lines[line].Mac);
        if (!entry.IsWellFormed)
        {
            findings.Report(
                entry.Status == EntryStatus.Malformed ? FindingKind.MalformedEntry : FindingKind.NonCanonicalEntry,
                number, seq, entry.Status == EntryStatus.Malformed ? "not an entry of the format" : "not in canonical form");
            return false;
        }

        if (entry.Seq != seq)
        {
            // Which of two neighbours has the wrong number: the one that contradicts both sides.
            var nextSeq = line + 1 == reading.Count ? reading.Segment.Footer.Size
                : reading.Facts[line + 1].IsWellFormed ? reading.Facts[line + 1].Seq : -1;
            findings.Report(FindingKind.SeqGap, number, seq, $"the entry's number is {entry.Seq}");
            _nextSeq = nextSeq == seq + 1 ? nextSeq : entry.Seq + 1;
            return false;
        }

        var signature = producers.VerdictOn(reading, line);
        if (signature is SignatureVerdict.Invalid or SignatureVerdict.UnknownKey)
        {
            var invalid = signature == SignatureVerdict.Invalid;
            findings.Report(
                invalid ? FindingKind.SignatureInvalid : FindingKind.UnknownKey, number, seq,
                invalid ? "the producer's signature does not verify" : "the producer's key is not enrolled at this point of the log");
            if (!macs.HasKey || !macHolds)
            {
                return false;
            }

            // With a MAC that holds, the writer stored it so; without one, the entry may have been changed.
            producers.LoseEvent();
            return true;
        }

        if (!macHolds)
        {
            findings.Report(FindingKind.MacMismatch, number, seq, "the entry's MAC is not the one that key and entry give");
            return false;
        }

        content.Apply(reading, line);
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
        var holds = seal.Segment == number && seal.Epoch == epochs.Epoch && (altered || seal.HeadMac == segment.Lines[^2].Mac) &&
            (seal.PrevSegment == segment.Header.PrevSegment || (_previousObject is { } previous && seal.PrevSegment == previous));
        if (!holds)
        {
            findings.Report(FindingKind.SealMismatch, number, _nextSeq - 1, "the seal contradicts its segment");
        }

        return holds;
    }

    /// <returns>False when the footer contradicts its segment.</returns>
    private bool CheckFooter(long number, SegmentObject segment, bool altered)
    {
        var recordedAt = content.Through ?? DateTimeOffset.MinValue;
        var holds = tree.EndSegment(number, segment.Footer, _nextSeq, recordedAt, altered, macs.HasKey);
        anchors.SegmentEnds(tree.Size);

        // A tree that was reported as changed is followed no further, but its footers are still the key holder's or not.
        return holds && (altered || macs.CheckSegment(number, segment));
    }

    /// <summary>Goes on behind a place that a log's state object leads to.</summary>
    public void Begin(ChainHead head) => (_nextSegment, _previousObject, _nextSeq) = (head.NextSegment, head.PrevSegment, head.Size);

    public void Save(ref CanonicalWriter writer)
    {
        writer.Key("place"u8);
        writer.BeginObject();
        writer.Integer("entries"u8, _entries);
        writer.Integer("next_segment"u8, _nextSegment);
        writer.Digest("previous_segment"u8, _previousObject ?? Digest.Zero);
        if (Restart is { } restart)
        {
            writer.Key("restart"u8);
            writer.BeginObject();
            writer.Digest("root"u8, restart.Tree.Root);
            writer.Integer("segment"u8, restart.Segment);
            writer.Integer("size"u8, restart.Tree.Size);
            writer.EndObject();
        }

        writer.Integer("segments"u8, _segments);
        writer.EndObject();
    }

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("place"u8);
        reader.BeginObject();
        reader.Key("entries"u8);
        _entries = reader.Integer();
        reader.Key("next_segment"u8);
        _nextSegment = reader.Integer(1);
        reader.Key("previous_segment"u8);
        _previousObject = reader.Digest();
        if (reader.TryKey("restart"u8))
        {
            reader.BeginObject();
            reader.Key("root"u8);
            var root = reader.Digest();
            reader.Key("segment"u8);
            var segment = reader.Integer();
            reader.Key("size"u8);
            Restart = new WalkStart(segment, new Checkpoint(trust.LogId, reader.Integer(1), root));
            reader.EndObject();
        }

        reader.Key("segments"u8);
        _segments = reader.Integer();
        reader.EndObject();
    }

    /// <summary>Goes on behind a tree of so many entries.</summary>
    public void Resume(long size) => _nextSeq = size;
}
