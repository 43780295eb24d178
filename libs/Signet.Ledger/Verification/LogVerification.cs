using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Merkle;
using Signet.Ledger.Producers;
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

    // An absurd segment number in a listing must not make the walk turn the ratchet for ever.
    private const long MaxRatchetSteps = 1_000_000;

    private static readonly TimeSpan TimeTolerance = TimeSpan.FromSeconds(60);

    private readonly LogTrust _trust;
    private readonly List<Finding> _findings = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);
    private readonly ProducerRegistry _producers = new();
    private readonly Dictionary<(string Producer, Guid Epoch), EpochProgress> _progress = [];
    private readonly Dictionary<(string Producer, Guid Epoch), DateTimeOffset> _lastHeard = [];
    private readonly HashSet<(string Producer, Guid Epoch, long Seq)> _coveredGaps = [];
    private readonly HashSet<string> _retiredKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<long, SegmentRoot> _roots = [];
    private readonly List<VerifierKey> _checkpointKeys = [];
    private readonly Dictionary<(long Size, string Tsa), DateTimeOffset> _anchors = [];
    private readonly AnchorSchedule _schedule = new();

    private GenesisBody? _genesis;
    private LedgerSettings? _settings;
    private ChainKey? _key;
    private MerkleTree? _tree = new();
    private Digest? _previousMac = Digest.Zero;
    private Digest? _previousMacComputed;
    private Digest? _previousObject = Digest.Zero;
    private bool _treeSuspect;
    private bool _opensEpoch;
    private bool _ended;
    private long _nextSegment;
    private long _nextSeq;
    private long _epoch;
    private string _keyId = "";
    private long _suppressed;
    private long _segments;
    private long _entries;
    private long _commits;
    private long _validAnchors;
    private long _anchoredSize;
    private long _size;
    private Digest _root;
    private DateTimeOffset? _anchoredAt;
    private DateTimeOffset? _from;
    private DateTimeOffset? _through;

    /// <summary>Begins a walk.</summary>
    public LogVerification(LogTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        _trust = trust;
        if (trust.CheckpointKey is { } key)
        {
            _checkpointKeys.Add(key);
        }
    }

    private bool Full => _trust.RootSecrets.Count > 0;

    /// <summary>Checks the next segment. Numbers must ascend; a number left out is a missing segment.</summary>
    public void Segment(long number, ReadOnlyMemory<byte> octets)
    {
        if (number < _nextSegment)
        {
            Report(FindingKind.MalformedSegment, number, null, "segments were not given in ascending order");
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
            Report(FindingKind.MalformedSegment, number, null, fault);
            LoseTrack();
            TurnRatchet(number + 1);
            return;
        }

        // :: Step 2: check its header against the walk.
        var headerHolds = CheckHeader(number, segment!);

        // :: Step 3: the entries.
        var altered = CheckEntries(number, segment!);

        // :: Steps 4 and 5: seal and footer.
        CheckSeal(number, segment!, altered);
        CheckFooter(number, segment!, altered || !headerHolds);

        // :: Step 6: go on from there.
        _previousObject = altered || !headerHolds ? null : segment!.Whole;
        TurnRatchet(number + 1);
    }

    /// <summary>Checks a checkpoint note against the segments walked. Call it after the last segment.</summary>
    public void Checkpoint(ReadOnlySpan<byte> note)
    {
        Checkpoint? checkpoint = null;
        foreach (var key in _checkpointKeys)
        {
            if (Checkpoints.Checkpoint.TryOpen(note, key, out checkpoint))
            {
                break;
            }
        }

        if (_checkpointKeys.Count == 0)
        {
            _notes.Add("No checkpoint key was given: checkpoints were not checked.");
        }
        else if (checkpoint is null)
        {
            Report(FindingKind.CheckpointInvalid, null, null, "a checkpoint is not signed by the log's checkpoint key");
        }
        else
        {
            Compare(checkpoint, FindingKind.CheckpointInconsistent, "a signed checkpoint");
        }
    }

    /// <summary>Ends the walk.</summary>
    /// <param name="now">The verifier's clock, for what must have happened by now.</param>
    public VerificationReport Complete(DateTimeOffset now)
    {
        if (_segments == 0)
        {
            Report(FindingKind.EmptyLog, null, null, "there is no segment");
        }

        if (_trust.LastSeen is { } lastSeen)
        {
            Compare(lastSeen, FindingKind.RolledBack, "the tree seen before");
        }
        else
        {
            _notes.Add("No earlier state of the verifier was given: the loss of whole trailing segments shows only against checkpoints and anchors.");
        }

        CheckProducers(now);
        CheckAnchorPromises(now);
        if (!Full)
        {
            _notes.Add("Keyless verification: MACs were not checked.");
        }

        if (_trust.CheckAnchor is null && _anchors.Count > 0)
        {
            _notes.Add("No roots of time-stamping authorities were given: the anchors' tokens were not checked.");
        }

        if (_suppressed > 0)
        {
            _notes.Add($"{_suppressed} further findings are not listed.");
        }

        var selfDeclared = _trust.CheckpointKey is null;
        if (selfDeclared)
        {
            _notes.Add("Self-declared: the log's own first entry is the only source of its checkpoint key.");
        }

        var broken = _findings.Any(f => f.Severity == FindingSeverity.Error);
        _key?.Dispose();
        return new VerificationReport
        {
            LogId = _trust.LogId,
            Result = broken ? VerificationResult.Broken : selfDeclared ? VerificationResult.NotVerified : VerificationResult.Clean,
            Full = Full,
            Segments = _segments,
            Entries = _entries,
            Commits = _commits,
            Anchors = _validAnchors,
            AnchoredSize = _anchoredSize,
            AnchoredAt = _anchoredAt,
            Size = _size,
            Root = _root,
            From = _from,
            Through = _through,
            Findings = [.. _findings],
            Notes = [.. _notes],
        };
    }

    private void Skip(long number)
    {
        Report(
            FindingKind.SegmentMissing, _nextSegment, null,
            number == _nextSegment + 1 ? "the segment is missing" : $"segments {_nextSegment} to {number - 1} are missing");
        LoseTrack();
        TurnRatchet(number);
    }

    /// <summary>Nothing is known of what came before: what depends on it can't be checked until it is known again.</summary>
    private void LoseTrack()
    {
        (_tree, _previousMac, _previousMacComputed, _previousObject) = (null, null, null, null);
        _nextSeq = -1;
    }

    private void TurnRatchet(long segment)
    {
        if (_key is null || segment - _key.Segment > MaxRatchetSteps)
        {
            ForgetKey();
            return;
        }

        while (_key.Segment < segment)
        {
            _key.Ratchet();
        }
    }

    private void ForgetKey()
    {
        _key?.Dispose();
        _key = null;
    }

    private bool CheckHeader(long number, SegmentObject segment)
    {
        var header = segment.Header;
        var before = _findings.Count;
        if (header.LogId != _trust.LogId || header.Segment != number)
        {
            Report(FindingKind.MalformedSegment, number, null, "the header names another log or another segment");
        }
        else if (_nextSeq >= 0 && header.FirstSeq != _nextSeq)
        {
            Report(FindingKind.SeqGap, number, null, $"the header's first_seq is {header.FirstSeq}, not {_nextSeq}");
        }
        else if (_previousObject is { } previous && header.PrevSegment != previous)
        {
            Report(FindingKind.LinkMismatch, number, null, "the header does not name the segment before it");
        }

        _opensEpoch = header.Epoch > _epoch;
        if (header.Epoch < _epoch)
        {
            Report(FindingKind.EpochRegression, number, null, $"epoch {header.Epoch} after epoch {_epoch}");
        }
        else if (header.Epoch > _epoch)
        {
            OpenEpoch(number, header, known: _nextSeq >= 0 || number == 0);
        }
        else if (header.KeyId != _keyId)
        {
            Report(FindingKind.UnknownKey, number, null, "the chain key changes within an epoch");
        }

        if (_retiredKeys.Contains(header.KeyId))
        {
            Report(FindingKind.KeyRetired, number, null, "the segment's chain key was retired before it");
        }

        _nextSeq = _nextSeq < 0 ? header.FirstSeq : _nextSeq;
        return _findings.Count == before;
    }

    private void OpenEpoch(long number, SegmentHeader header, bool known)
    {
        if (known && header.Epoch != _epoch + 1)
        {
            Report(FindingKind.EpochRegression, number, null, $"epoch {header.Epoch} after epoch {_epoch}");
        }

        (_epoch, _keyId) = (header.Epoch, header.KeyId);
        ForgetKey();
        if (!Full)
        {
            return;
        }

        if (!_trust.RootSecrets.TryGetValue(header.KeyId, out var secret))
        {
            Report(FindingKind.UnknownKey, number, null, "no root secret was given for the epoch's chain key");
        }
        else if (known)
        {
            _key = ChainKey.ForEpoch(secret.Span, _trust.LogId, header.Epoch, number);
        }
        else
        {
            _notes.Add($"The first segment of epoch {header.Epoch} may be missing: its MACs could not be checked.");
        }
    }

    private bool CheckEntries(long number, SegmentObject segment)
    {
        var readings = new EntryReading[segment.Lines.Count];
        var keys = new ReadOnlyMemory<byte>?[segment.Lines.Count];
        var signatures = new bool[segment.Lines.Count];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = EntryCodec.Read(segment.Lines[i].Entry);
            if (readings[i].Entry is { } entry)
            {
                keys[i] = entry.Body is CommitBody commit ? _producers.Find(commit.SignedEvent, entry.RecordedAt) : null;
                if (entry.Body is ProducerKeyBody producerKey)
                {
                    _producers.Apply(producerKey);
                }
            }
        }

        // By far the dearest step of the walk, and independent from entry to entry.
        Parallel.For(0, readings.Length, i => signatures[i] = readings[i].Entry?.Body is not CommitBody commit ||
            (keys[i] is { } key && CommitVerifier.Verify(_trust.LogId, commit.SignedEvent, key.Span)));

        var altered = false;
        for (var i = 0; i < readings.Length; i++)
        {
            altered |= !CheckEntry(number, i, segment, readings[i], keys[i] is not null, signatures[i]);
        }

        return altered;
    }

    /// <returns>False when the entry isn't the one that was written there.</returns>
    private bool CheckEntry(long number, int line, SegmentObject segment, EntryReading reading, bool keyKnown, bool signatureHolds)
    {
        var (octets, storedMac) = segment.Lines[line];
        var leaf = MerkleTree.HashLeaf(octets.Span);
        var seq = _nextSeq++;
        _entries++;
        _tree?.Append(leaf);
        var macHolds = CheckMac(seq, leaf, storedMac);
        var entry = reading.Entry;
        if (entry is null)
        {
            Report(
                reading.Status == EntryStatus.Malformed ? FindingKind.MalformedEntry : FindingKind.NonCanonicalEntry,
                number, seq, reading.Status == EntryStatus.Malformed ? "not an entry of the format" : "not in canonical form");
            return false;
        }

        if (entry.Seq != seq)
        {
            Report(FindingKind.SeqGap, number, seq, $"the entry's number is {entry.Seq}");
            _nextSeq = entry.Seq + 1;
            return false;
        }

        if (entry.Body is CommitBody && !signatureHolds)
        {
            Report(
                keyKnown ? FindingKind.SignatureInvalid : FindingKind.UnknownKey, number, seq,
                keyKnown ? "the producer's signature does not verify" : "the producer's key is not enrolled at this point of the log");
            return macHolds;
        }

        if (!macHolds)
        {
            Report(FindingKind.MacMismatch, number, seq, "the entry's MAC is not the one that key and entry give");
            return false;
        }

        Apply(number, line, segment, entry);
        return true;
    }

    private bool CheckMac(long seq, Digest leaf, Digest storedMac)
    {
        var holds = true;
        if (_key is { } key && _previousMac is { } previous)
        {
            var computed = key.MacEntry(seq, leaf, previous);
            holds = computed == storedMac;
            if (!holds && _previousMacComputed is { } alternative)
            {
                // The MAC before this one was itself changed and has been reported; what it should have been gives this one.
                computed = key.MacEntry(seq, leaf, alternative);
                holds = computed == storedMac;
            }

            _previousMacComputed = holds ? null : computed;
        }

        _previousMac = storedMac;
        return holds;
    }

    private void Apply(long number, int line, SegmentObject segment, Entry entry)
    {
        if (_ended && entry.Body is not SealBody)
        {
            Report(FindingKind.LogEnded, number, entry.Seq, "an entry stands behind the log's end");
        }

        CheckTime(number, entry);
        CheckPlace(number, line, segment, entry);
        _schedule.Entry(entry);
        switch (entry.Body)
        {
            case GenesisBody genesis:
                ApplyGenesis(number, genesis);
                break;
            case SettingsBody settings:
                _settings = settings.Settings;
                break;
            case CommitBody commit:
                ApplyCommit(number, entry, commit.SignedEvent.Event);
                break;
            case GapBody { Through: { } through } gap when through - gap.From <= EpochProgress.MaxAhead:
                for (var seq = gap.From; seq <= through; seq++)
                {
                    _coveredGaps.Add((gap.Producer, gap.Epoch, seq));
                }

                break;
            case CheckpointKeyBody rotation:
                ApplyCheckpointKey(number, entry.Seq, rotation);
                break;
            case KeyBody key:
                _retiredKeys.Add(key.From);
                break;
            case AnchorBody anchor:
                ApplyAnchor(number, entry, anchor);
                break;
            case EndBody:
                _ended = true;
                break;
            default:
                break;
        }
    }

    private void CheckTime(long number, Entry entry)
    {
        _from ??= entry.RecordedAt;
        if (entry.RecordedAt < _through)
        {
            Report(FindingKind.TimeContradicted, number, entry.Seq, "the entry's time is before that of the entry before it");
        }
        else if (entry.RecordedAt < _anchoredAt - TimeTolerance)
        {
            Report(FindingKind.TimeContradicted, number, entry.Seq, "the entry's time is before that of an anchor that precedes it");
        }

        _through = entry.RecordedAt;
    }

    /// <summary>Genesis, epoch and seal have places of their own, and stand nowhere else.</summary>
    private void CheckPlace(long number, int line, SegmentObject segment, Entry entry)
    {
        var epochLine = !_opensEpoch ? -1 : number == 0 ? 1 : 0;
        var opensEpoch = entry.Body is EpochBody epoch && epoch.Epoch == segment.Header.Epoch && epoch.KeyId == segment.Header.KeyId;
        var fault = entry.Body switch
        {
            GenesisBody when entry.Seq != 0 => "a genesis entry that is not the first",
            not GenesisBody when entry.Seq == 0 => "the first entry is not a genesis entry",
            SealBody when line != segment.Lines.Count - 1 => "a seal that is not the last entry of its segment",
            not SealBody when line == segment.Lines.Count - 1 => "the last entry of the segment is not a seal",
            EpochBody when line != epochLine || !opensEpoch => "an epoch entry that does not open its segment's epoch",
            not EpochBody when line == epochLine => "the epoch does not begin with its entry",
            _ => null,
        };
        if (fault is not null)
        {
            Report(FindingKind.MalformedEntry, number, entry.Seq, fault);
        }
    }

    private void ApplyGenesis(long number, GenesisBody genesis)
    {
        (_genesis, _settings) = (genesis, genesis.Settings);
        if (genesis.LogId != _trust.LogId)
        {
            Report(FindingKind.MalformedEntry, number, 0, "the genesis entry is of another log");
        }

        if (_trust.CheckpointKey is { } trusted && genesis.CheckpointVkey != trusted.ToString())
        {
            Report(FindingKind.UnknownKey, number, 0, "the genesis entry names another checkpoint key than the one given");
        }
        else if (_trust.CheckpointKey is null && VerifierKey.TryParse(genesis.CheckpointVkey, out var declared))
        {
            _checkpointKeys.Add(declared!);
        }
    }

    private void ApplyCommit(long number, Entry entry, CommitEvent value)
    {
        _commits++;
        var producer = (value.Producer.Id, value.Producer.Epoch);
        if (!_progress.TryGetValue(producer, out var progress))
        {
            _progress[producer] = progress = new EpochProgress();
        }

        if (!progress.Add(value.Producer.Seq))
        {
            Report(FindingKind.DuplicateEvent, number, entry.Seq, "an event with the same producer, epoch and number stands before it");
        }

        _lastHeard[producer] = entry.RecordedAt;
    }

    private void ApplyCheckpointKey(long number, long seq, CheckpointKeyBody rotation)
    {
        var from = _checkpointKeys.Find(key => key.ToString() == rotation.From);
        if (from is null || !VerifierKey.TryParse(rotation.To, out var to) ||
            !CheckpointKeyRotation.Verify(_trust.LogId, from, rotation.To, rotation.Sig.Span))
        {
            Report(FindingKind.UnknownKey, number, seq, "the new checkpoint key is not signed by the old one");
            return;
        }

        _checkpointKeys.Add(to!);
    }

    private void ApplyAnchor(long number, Entry entry, AnchorBody anchor)
    {
        string? fault = null;
        if (!_roots.TryGetValue(anchor.TreeSize, out var covered))
        {
            fault = "no segment ends at the anchor's tree size";
        }
        else if (!covered.Root.ToArray().AsSpan().SequenceEqual(anchor.Root.Span))
        {
            fault = "the anchor's root is not the tree head at its size";
        }
        else if (_settings is { } settings && settings.Anchors.Tsas.All(tsa => tsa.Name != anchor.Tsa))
        {
            fault = "the log does not name the anchor's authority";
        }
        else
        {
            fault = _trust.CheckAnchor?.Invoke(anchor);
        }

        if (fault is not null)
        {
            Report(FindingKind.AnchorInvalid, number, entry.Seq, fault);
            return;
        }

        if (covered.RecordedAt > anchor.GenTime + TimeTolerance)
        {
            Report(FindingKind.TimeContradicted, number, entry.Seq, "the anchor covers entries that claim a later time");
        }

        _validAnchors++;
        _anchors[(anchor.TreeSize, anchor.Tsa)] = anchor.GenTime;
        _anchoredSize = Math.Max(_anchoredSize, anchor.TreeSize);
        _anchoredAt = _anchoredAt is { } known && known > anchor.GenTime ? known : anchor.GenTime;
        _schedule.Anchored(anchor.TreeSize, entry.RecordedAt);
    }

    private void CheckSeal(long number, SegmentObject segment, bool altered)
    {
        // A seal that can't be read, or isn't where it belongs, has been reported with the entries.
        if (EntryCodec.Read(segment.Lines[^1].Entry).Entry?.Body is not SealBody seal)
        {
            return;
        }

        if (seal.Segment != number || seal.Epoch != segment.Header.Epoch || seal.PrevSegment != segment.Header.PrevSegment ||
            (!altered && seal.HeadMac != segment.Lines[^2].Mac))
        {
            Report(FindingKind.SealMismatch, number, _nextSeq - 1, "the seal contradicts its segment");
        }
    }

    private void CheckFooter(long number, SegmentObject segment, bool altered)
    {
        var footer = segment.Footer;
        var root = _tree?.Root ?? footer.Root;
        _treeSuspect |= altered;
        var treeHolds = footer.Size == _nextSeq && footer.Root == root;
        if (treeHolds)
        {
            _treeSuspect = false;
        }
        else if (!_treeSuspect)
        {
            Report(FindingKind.RootMismatch, number, null, "the footer's tree head is not the one that the entries give");

            // Without MACs it can't be told whether the entries or the footer were changed; later heads would only repeat it.
            _treeSuspect = !Full;
        }

        if (treeHolds && !altered && _key is { } key && key.MacSegment(segment.BeforeFooter, footer.Size, footer.Root) != footer.Mac)
        {
            Report(FindingKind.SegmentMacMismatch, number, null, "the segment's MAC is not the one that key and segment give");
        }

        (_size, _root) = (_nextSeq, _treeSuspect ? footer.Root : root);
        _roots[_size] = new SegmentRoot(_root, _through ?? DateTimeOffset.MinValue);
        _schedule.SegmentEnds(_size);
    }

    private void Compare(Checkpoint checkpoint, FindingKind kind, string what)
    {
        if (checkpoint.LogId != _trust.LogId)
        {
            Report(kind, null, null, $"{what} is of another log");
        }
        else if (checkpoint.Size > _size)
        {
            Report(kind, null, null, $"{what} has {checkpoint.Size} entries, the log {_size}: entries are missing at the end");
        }
        else if (!_roots.TryGetValue(checkpoint.Size, out var known) || known.Root != checkpoint.Root)
        {
            Report(kind, null, null, $"{what} of size {checkpoint.Size} is not of this tree");
        }
    }

    private void CheckProducers(DateTimeOffset now)
    {
        var patience = TimeSpan.FromSeconds(Math.Min(_settings?.GapAfterSeconds ?? 0, int.MaxValue));
        foreach (var ((producer, epoch), progress) in _progress)
        {
            if (progress.Above.Count == 0 || now - _lastHeard[(producer, epoch)] < patience)
            {
                continue;
            }

            var covered = _coveredGaps.Contains((producer, epoch, progress.Next));
            Report(new Finding(
                FindingKind.ProducerGap, null, null, $"event {progress.Next} of epoch {epoch} of producer {producer} never arrived",
                covered ? FindingSeverity.Warning : FindingSeverity.Error));
        }
    }

    private void CheckAnchorPromises(DateTimeOffset now)
    {
        if (_settings?.Anchors is not { Required: > 0 } promise)
        {
            return;
        }

        foreach (var size in _anchors.Keys.GroupBy(anchor => anchor.Size).Where(round => round.Count() < promise.Required).Select(round => round.Key))
        {
            Report(FindingKind.AnchorQuorum, null, null, $"fewer than {promise.Required} authorities stamped tree size {size}");
        }

        if (_schedule.LongestLag(now) is { } lag && lag > TimeSpan.FromSeconds(promise.MaxLagSeconds))
        {
            Report(new Finding(
                FindingKind.AnchorLate, null, null,
                $"entries stood unanchored for {(long)lag.TotalSeconds} s; the log promises {promise.MaxLagSeconds} s", FindingSeverity.Warning));
        }
    }

    private void Report(FindingKind kind, long? segment, long? seq, string detail) => Report(new Finding(kind, segment, seq, detail));

    private void Report(Finding finding)
    {
        if (_findings.Count < MaxFindings)
        {
            _findings.Add(finding);
        }
        else
        {
            _suppressed++;
        }
    }
}
