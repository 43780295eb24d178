using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
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

    // An absurd segment number in a listing must not make the walk turn the ratchet for ever.
    private const long MaxRatchetSteps = 1_000_000;

    private static readonly TimeSpan TimeTolerance = TimeSpan.FromSeconds(60);

    private readonly LogTrust _trust;
    private readonly List<Finding> _findings = [];
    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);
    private readonly ProducerRegistry _producers = new();
    private readonly Dictionary<(string Producer, Guid Epoch), EpochHoles> _progress = [];
    private readonly HashSet<string> _retiredKeys = new(StringComparer.Ordinal);
    private readonly Dictionary<long, SegmentRoot> _roots = [];
    private readonly List<VerifierKey> _checkpointKeys = [];
    private readonly HashSet<(long Size, string Tsa)> _anchors = [];
    private readonly Dictionary<long, int> _stamps = [];
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
    private bool _sealAltered;
    private bool _ended;
    private long _nextSegment;
    private long _nextSeq;
    private long _epoch;
    private string _keyId = "";
    private string? _namedKeyId;
    private bool _rotationDue;
    private long _unreadEntries;
    private bool _lostSegments;
    private long _suppressed;
    private long _segments;
    private long _entries;
    private long _commits;
    private long _validAnchors;
    private long _anchoredSize;
    private long _quorumSize;
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
        altered = !CheckSeal(number, segment!, altered) || altered;
        var footerHolds = CheckFooter(number, segment!, altered || !headerHolds);

        // :: Step 6: go on from there. The link to octets that were reported as changed would only repeat it.
        _previousObject = altered || !headerHolds || !footerHolds ? null : segment!.Whole;
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
            _notes.Add("Keyless verification: MACs were not checked; a change of the last segment's MACs alone would not show.");
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
        _lostSegments = true;
        _rotationDue = false;
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

        FollowEpoch(number, segment);
        if (_retiredKeys.Contains(header.KeyId))
        {
            Report(FindingKind.KeyRetired, number, null, "the segment's chain key was retired before it");
        }

        _nextSeq = _nextSeq < 0 ? header.FirstSeq : _nextSeq;
        return _findings.Count == before;
    }

    /// <summary>
    /// Decides which epoch the segment belongs to. Header and epoch entry say it twice; where they differ, the one that continues the
    /// walk is followed, so that a changed header costs one finding and not the rest of the epoch.
    /// </summary>
    private void FollowEpoch(long number, SegmentObject segment)
    {
        var header = segment.Header;
        var known = _nextSeq >= 0 || number == 0;
        var opener = EntryCodec.Read(segment.Lines[number == 0 ? 1 : 0].Entry).Entry?.Body as EpochBody;
        var rotationDue = _rotationDue;
        _rotationDue = false;
        _opensEpoch = known ? header.Epoch == _epoch + 1 || opener?.Epoch == _epoch + 1 : header.Epoch > _epoch && opener?.Epoch == header.Epoch;
        if (header.Epoch < _epoch || (known && header.Epoch > _epoch + 1) || (_opensEpoch && header.Epoch == _epoch))
        {
            Report(FindingKind.EpochRegression, number, null, $"epoch {header.Epoch} after epoch {_epoch}");
        }
        else if (!_opensEpoch && header.Epoch == _epoch && header.KeyId != _keyId)
        {
            Report(FindingKind.UnknownKey, number, null, "the chain key changes within an epoch");
        }

        if (_opensEpoch)
        {
            OpenEpoch(number, header, opener);
        }
        else if (!known && header.Epoch > _epoch)
        {
            (_epoch, _keyId) = (header.Epoch, header.KeyId);
            ForgetKey();
            if (Full)
            {
                _notes.Add($"The first segment of epoch {header.Epoch} is missing or unreadable: its MACs could not be checked.");
            }
        }
        else if (known && rotationDue)
        {
            Report(FindingKind.EpochRegression, number, null, "the chain key was replaced and no new epoch begins");
        }
    }

    private void OpenEpoch(long number, SegmentHeader header, EpochBody? opener)
    {
        _epoch = opener is not null && header.Epoch != opener.Epoch && opener.Epoch == _epoch + 1 ? opener.Epoch : header.Epoch;
        _keyId = header.KeyId;
        if (opener is not null && opener.KeyId != header.KeyId)
        {
            // The one that the log has named, or that the verifier has a secret for, is followed.
            _keyId = (_namedKeyId ?? opener.KeyId) == opener.KeyId && (!Full || _trust.RootSecrets.ContainsKey(opener.KeyId))
                ? opener.KeyId : header.KeyId;
            if (_keyId == opener.KeyId)
            {
                Report(FindingKind.UnknownKey, number, null, "the header names another chain key than the epoch's entry");
            }
        }
        else if (_namedKeyId is { } named && named != _keyId)
        {
            Report(FindingKind.UnknownKey, number, null, "the epoch's chain key is not the one that the log named last");
        }

        ForgetKey();
        if (!Full)
        {
            return;
        }

        if (!_trust.RootSecrets.TryGetValue(_keyId, out var secret) || secret.Length < ChainKey.MinRootOctets)
        {
            Report(FindingKind.UnknownKey, number, null, "no root secret was given for the epoch's chain key");
        }
        else
        {
            _key = ChainKey.ForEpoch(secret.Span, _trust.LogId, _epoch, number);
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
        _sealAltered = false;
        for (var i = 0; i < readings.Length; i++)
        {
            // Which of two neighbours has the wrong number: the one that contradicts both sides.
            var nextSeq = i + 1 < readings.Length ? readings[i + 1].Entry?.Seq : segment.Footer.Size;
            if (!CheckEntry(number, i, segment, readings[i], nextSeq, keys[i] is not null, signatures[i]))
            {
                altered = true;
                _unreadEntries++;
                _sealAltered = i == readings.Length - 1;
            }
        }

        return altered;
    }

    /// <returns>False when the entry isn't the one that was written there.</returns>
    private bool CheckEntry(
        long number, int line, SegmentObject segment, EntryReading reading, long? nextSeq, bool keyKnown, bool signatureHolds)
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
            _nextSeq = nextSeq == seq + 1 ? nextSeq.Value : entry.Seq + 1;
            return false;
        }

        if (entry.Body is CommitBody && !signatureHolds)
        {
            Report(
                keyKnown ? FindingKind.SignatureInvalid : FindingKind.UnknownKey, number, seq,
                keyKnown ? "the producer's signature does not verify" : "the producer's key is not enrolled at this point of the log");

            // With a MAC that holds, the writer stored it so; without one, the entry may have been changed.
            var stored = _key is not null && macHolds;
            _unreadEntries += stored ? 1 : 0;
            return stored;
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
                if (settings.Settings.RetainDays < _settings?.RetainDays)
                {
                    Report(FindingKind.MalformedEntry, number, entry.Seq, "the settings lower retain_days");
                }

                _settings = settings.Settings;
                break;
            case CommitBody commit:
                ApplyCommit(number, entry, commit.SignedEvent.Event);
                break;
            case GapBody gap:
                Holes(gap.Producer, gap.Epoch).Cover(gap.From, gap.Through ?? long.MaxValue);
                break;
            case CheckpointKeyBody rotation:
                ApplyCheckpointKey(number, entry.Seq, rotation);
                break;
            case KeyBody key:
                ApplyKey(number, entry.Seq, key);
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
        else if (_anchoredAt - entry.RecordedAt > TimeTolerance)
        {
            Report(FindingKind.TimeContradicted, number, entry.Seq, "the entry's time is before that of an anchor that precedes it");
        }

        _through = entry.RecordedAt;
    }

    /// <summary>Genesis, epoch and seal have places of their own, and stand nowhere else.</summary>
    private void CheckPlace(long number, int line, SegmentObject segment, Entry entry)
    {
        var epochLine = !_opensEpoch ? -1 : number == 0 ? 1 : 0;
        var opensEpoch = entry.Body is EpochBody epoch && epoch.Epoch == _epoch && epoch.KeyId == _keyId;
        var fault = entry.Body switch
        {
            GenesisBody when entry.Seq != 0 => "a genesis entry that is not the first",
            not GenesisBody when entry.Seq == 0 => "the first entry is not a genesis entry",
            SealBody when line != segment.Lines.Count - 1 => "a seal that is not the last entry of its segment",
            not SealBody when line == segment.Lines.Count - 1 => "the last entry of the segment is not a seal",
            EpochBody when line != epochLine || !opensEpoch => "an epoch entry that does not open its segment's epoch",
            not EpochBody when line == epochLine => "the epoch does not begin with its entry",
            KeyBody when line != segment.Lines.Count - 2 => "a key entry that does not close its segment",
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
        else if (!VerifierKey.TryParse(genesis.CheckpointVkey, out var declared))
        {
            Report(FindingKind.UnknownKey, number, 0, "the genesis entry's checkpoint key is not a verifier key");
        }
        else if (_trust.CheckpointKey is null)
        {
            _checkpointKeys.Add(declared!);
        }

        _namedKeyId = genesis.KeyId;
        if (genesis.KeyId != _keyId)
        {
            Report(FindingKind.UnknownKey, number, 0, "the genesis entry names another chain key than its segment");
        }
    }

    private void ApplyKey(long number, long seq, KeyBody key)
    {
        if (key.From != _keyId)
        {
            Report(FindingKind.UnknownKey, number, seq, "a key entry retires another chain key than the current one");
        }

        _retiredKeys.Add(key.From);
        _namedKeyId = key.To;
        _rotationDue = true;
    }

    private void ApplyCommit(long number, Entry entry, CommitEvent value)
    {
        _commits++;
        if (!Holes(value.Producer.Id, value.Producer.Epoch).Add(value.Producer.Seq, entry.RecordedAt))
        {
            Report(FindingKind.DuplicateEvent, number, entry.Seq, "an event with the same producer, epoch and number stands before it");
        }
    }

    private EpochHoles Holes(string producer, Guid epoch)
    {
        if (!_progress.TryGetValue((producer, epoch), out var holes))
        {
            _progress[(producer, epoch)] = holes = new EpochHoles();
        }

        return holes;
    }

    private void ApplyCheckpointKey(long number, long seq, CheckpointKeyBody rotation)
    {
        var from = _checkpointKeys.Count > 0 ? _checkpointKeys[^1] : null;
        if (from is null || from.ToString() != rotation.From || !VerifierKey.TryParse(rotation.To, out var to) ||
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

        if (covered.RecordedAt - anchor.GenTime > TimeTolerance)
        {
            Report(FindingKind.TimeContradicted, number, entry.Seq, "the anchor covers entries that claim a later time");
        }

        _validAnchors++;
        if (_anchors.Add((anchor.TreeSize, anchor.Tsa)))
        {
            _stamps[anchor.TreeSize] = _stamps.GetValueOrDefault(anchor.TreeSize) + 1;
        }

        _anchoredSize = Math.Max(_anchoredSize, anchor.TreeSize);
        _anchoredAt = _anchoredAt is { } known && known > anchor.GenTime ? known : anchor.GenTime;
        if (_stamps[anchor.TreeSize] >= (_settings?.Anchors.Required ?? 0))
        {
            _quorumSize = Math.Max(_quorumSize, anchor.TreeSize);
            _schedule.Anchored(anchor.TreeSize, entry.RecordedAt);
        }
    }

    /// <returns>False when the seal contradicts its segment.</returns>
    private bool CheckSeal(long number, SegmentObject segment, bool altered)
    {
        // A seal that can't be read, isn't where it belongs, or was changed, has been reported with the entries.
        if (_sealAltered || EntryCodec.Read(segment.Lines[^1].Entry).Entry?.Body is not SealBody seal)
        {
            return true;
        }

        var holds = seal.Segment == number && seal.Epoch == _epoch && (altered || seal.HeadMac == segment.Lines[^2].Mac) &&
            (seal.PrevSegment == segment.Header.PrevSegment || (_previousObject is { } previous && seal.PrevSegment == previous));
        if (!holds)
        {
            Report(FindingKind.SealMismatch, number, _nextSeq - 1, "the seal contradicts its segment");
        }

        return holds;
    }

    /// <returns>False when the footer contradicts its segment.</returns>
    private bool CheckFooter(long number, SegmentObject segment, bool altered)
    {
        var footer = segment.Footer;
        var root = _tree?.Root ?? footer.Root;
        var holds = true;
        _treeSuspect |= altered;
        var treeHolds = footer.Size == _nextSeq && footer.Root == root;
        if (treeHolds)
        {
            _treeSuspect = false;
        }
        else if (!_treeSuspect)
        {
            Report(FindingKind.RootMismatch, number, null, "the footer's tree head is not the one that the entries give");
            holds = false;

            // Without MACs it can't be told whether the entries or the footer were changed; later heads would only repeat it.
            _treeSuspect = _key is null;
        }

        // A tree that was reported as changed is followed no further, but its footers are still the key holder's or not.
        if (holds && !altered && _key is { } key && key.MacSegment(segment.BeforeFooter, footer.Size, footer.Root) != footer.Mac)
        {
            Report(FindingKind.SegmentMacMismatch, number, null, "the segment's MAC is not the one that key and segment give");
            holds = false;
        }

        (_size, _root) = (_nextSeq, _treeSuspect ? footer.Root : root);
        _roots[_size] = new SegmentRoot(_root, _through ?? DateTimeOffset.MinValue);
        _schedule.SegmentEnds(_size);
        return holds;
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
        var missing = _progress.Values.Sum(holes => (decimal)holes.Missing);
        if (missing > 0 && (_lostSegments || missing <= _unreadEntries))
        {
            _notes.Add("Events of producers are missing; they may stand in the segments or entries that could not be read.");
            return;
        }

        foreach (var ((producer, epoch), holes) in _progress)
        {
            foreach (var (from, through, since, covered) in holes.Open())
            {
                if (now - since >= patience)
                {
                    Report(new Finding(
                        FindingKind.ProducerGap, null, null,
                        $"events {from} to {through} of epoch {epoch} of producer {producer} never arrived",
                        covered ? FindingSeverity.Warning : FindingSeverity.Error));
                }
            }
        }
    }

    private void CheckAnchorPromises(DateTimeOffset now)
    {
        if (_settings?.Anchors is not { Required: > 0 } promise)
        {
            return;
        }

        // An authority that was out of reach in one round is made good by a later round that reached the quorum.
        foreach (var size in _stamps.Where(round => round.Key > _quorumSize && round.Value < promise.Required).Select(round => round.Key))
        {
            Report(FindingKind.AnchorQuorum, null, null, $"fewer than {promise.Required} authorities stamped tree size {size}");
        }

        if (_schedule.LongestLag(now) is { } lag && lag.TotalSeconds > promise.MaxLagSeconds)
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
