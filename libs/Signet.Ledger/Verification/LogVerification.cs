using System.Buffers;
using Signet.Ledger.Canonical;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Receipts;

namespace Signet.Ledger.Verification;

/// <summary>
/// Walks a log from its first segment to its last and reports everything that doesn't hold (format 1, section 9). Segments are
/// pushed in ascending order; nothing is read, kept or written by the walk itself. Never throws on any octets.
/// </summary>
public sealed class LogVerification : IDisposable
{
    /// <summary>The most findings that are kept; further ones are only counted.</summary>
    public const int MaxFindings = 10_000;

    private readonly LogTrust _trust;
    private readonly FindingLog _findings = new();
    private readonly MacChain _macs;
    private readonly EpochWalk _epochs;
    private readonly TreeWalk _tree;
    private readonly PromiseWalk _promises;
    private readonly ProofWalk _proofs;
    private readonly ProducerWalk _producers;
    private readonly AnchorWalk _anchors;
    private readonly CheckpointKeys _checkpointKeys;
    private readonly EntryWalk _content;
    private readonly SegmentWalk _segments;
    private readonly WindowReader _reader;

    private bool _fullBefore = true;

    /// <summary>Begins a walk.</summary>
    /// <param name="trust">What is known from outside.</param>
    /// <param name="parallelism">The most threads at work; 0 for as many as there are processors.</param>
    public LogVerification(LogTrust trust, int parallelism = 0)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentOutOfRangeException.ThrowIfNegative(parallelism);
        _trust = trust;
        _macs = new MacChain(trust, _findings);
        _checkpointKeys = new CheckpointKeys(trust, _findings);
        _epochs = new EpochWalk(trust, _findings, _macs, _checkpointKeys);
        _tree = new TreeWalk(trust, _findings);
        _promises = new PromiseWalk(trust, _findings);
        _proofs = new ProofWalk(trust, _findings);
        _producers = new ProducerWalk(trust, _findings, _promises);
        _anchors = new AnchorWalk(trust, _findings, _tree);
        _content = new EntryWalk(trust, _findings, _epochs, _producers, _anchors, _checkpointKeys);
        _segments = new SegmentWalk(trust, _findings, _epochs, _macs, _tree, _producers, _anchors, _content);
        _reader = new WindowReader(trust, _producers, parallelism);
        if (trust.LastSeen is { } lastSeen)
        {
            _tree.Pin(lastSeen.Size);
        }
    }

    /// <summary>True when the MACs of all segments so far were checked.</summary>
    private bool Full => _macs.Full && _fullBefore;

    /// <summary>Checks the next segment. Numbers must ascend; a number left out is a missing segment.</summary>
    public void Segment(long number, ReadOnlyMemory<byte> octets) => Segments([new StoredSegment(number, octets)]);

    /// <summary>Checks the next segments, as much of them as can be at the same time. Numbers must ascend; one left out is a missing segment.</summary>
    public void Segments(IReadOnlyList<StoredSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var ascending = new List<StoredSegment>(segments.Count);
        var next = _segments.NextSegment;
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

        // The walk's own key is the best forecast there is.
        _reader.Resume(_macs.CloneKey());
        foreach (var reading in _reader.Read(ascending))
        {
            using (reading)
            {
                _segments.Walk(reading);
            }
        }
    }

    /// <summary>
    /// Gives a checkpoint note to compare the log with, at any time before <see cref="Complete"/>. One that is more than 65,536 segments old
    /// must be given before the walk gets there.
    /// </summary>
    public void Checkpoint(ReadOnlySpan<byte> note) => _checkpointKeys.Add(note, _tree);

    /// <summary>Gives a receipt whose promise must have been kept. Before the first segment: what has gone by isn't looked at again.</summary>
    /// <exception cref="InvalidOperationException">The walk has begun, or goes on from an earlier one.</exception>
    public void Promise(PromiseReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (_segments.NextSegment > 0)
        {
            throw new InvalidOperationException("Receipts are redeemed by a walk that begins with the first segment.");
        }

        _promises.Add(receipt);
    }

    /// <summary>Gives a proof (R1) whose tree the log must be of, as early as a checkpoint.</summary>
    public void Proof(InclusionReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        _proofs.Add(receipt, _tree);
    }

    /// <summary>Gives an anchored proof (R2) whose tree the log must be of, as early as a checkpoint.</summary>
    public void Proof(AnchoredReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        _proofs.Add(receipt, _tree);
    }

    /// <summary>
    /// Checks the versions of a slot whose segment the walk isn't given, such as one before its start. Its retention can't be checked: when
    /// the segment was sealed isn't known.
    /// </summary>
    public void Slot(long number, SlotProtection protection) => _segments.CheckVersions(number, protection);

    /// <summary>Notes what this walk could not do, for the report.</summary>
    public void Note(string note)
    {
        ArgumentException.ThrowIfNullOrEmpty(note);
        _findings.Note(note);
    }

    /// <summary>Ends the walk.</summary>
    /// <param name="now">The verifier's clock, for what must have happened by now.</param>
    public VerificationReport Complete(DateTimeOffset now)
    {
        if (_segments.NextSegment == 0)
        {
            _findings.Report(FindingKind.EmptyLog, null, null, "there is no segment");
        }

        _checkpointKeys.Compare(_tree);
        _proofs.Compare(_checkpointKeys, _tree);
        if (_trust.LastSeen is { } lastSeen)
        {
            _tree.Compare(lastSeen, FindingKind.RolledBack, "the tree seen before");
        }

        _producers.CheckGaps(now, TimeSpan.FromSeconds(Math.Min(_content.Settings?.GapAfterSeconds ?? 0, int.MaxValue)));
        _anchors.CheckPromises(now, _content.Settings?.Anchors);
        _promises.Check(now, TimeSpan.FromSeconds(Math.Min(_content.Settings?.MaxMergeDelaySeconds ?? 0, int.MaxValue)));
        _producers.NoteUnchecked();
        NoteLimits();
        Dispose();
        var broken = _findings.Findings.Any(f => f.Severity == FindingSeverity.Error);
        return new VerificationReport
        {
            LogId = _trust.LogId,
            Result = broken ? VerificationResult.Broken
                : _checkpointKeys.SelfDeclared ? VerificationResult.NotVerified
                : VerificationResult.Clean,
            Full = Full,
            StartedAt = _tree.StartedAt,
            Segments = _segments.Segments,
            Entries = _segments.Entries,
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
            SealedKeys = _epochs.SealedKeys,
            Restart = _segments.Restart,
        };
    }

    /// <summary>
    /// What a later walk needs to go on behind the last segment, or null unless everything up to there was read and nothing was found.
    /// Holds no secret; whoever can change it can make the later walk believe a wrong beginning.
    /// </summary>
    public byte[]? SaveState()
    {
        if (!_segments.IsWhole || _findings.Findings.Any(f => f.Severity == FindingSeverity.Error))
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>(64 * 1024);
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        _anchors.Save(ref writer);
        _checkpointKeys.Save(ref writer);
        _content.Save(ref writer);
        _epochs.Save(ref writer);
        writer.String("format"u8, "signet-walk/1");
        writer.Boolean("full"u8, Full);
        writer.String("log_id"u8, _trust.LogId);
        _macs.Save(ref writer);
        _segments.Save(ref writer);
        _producers.Save(ref writer);
        _tree.Save(ref writer);
        writer.EndObject();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Begins a walk behind the last segment of an earlier one.</summary>
    /// <param name="trust">What is known from outside, as it was then; secrets may have been added.</param>
    /// <param name="state">What <see cref="SaveState"/> gave, kept where nobody else can change it.</param>
    /// <param name="parallelism">The most threads at work; 0 for as many as there are processors.</param>
    /// <returns>Null for octets of any other form, or of another log or trust.</returns>
    public static LogVerification? Resume(LogTrust trust, ReadOnlySpan<byte> state, int parallelism = 0)
    {
        var walk = new LogVerification(trust, parallelism);
        if (walk.Load(state))
        {
            return walk;
        }

        walk.Dispose();
        return null;
    }

    /// <summary>
    /// Begins a walk behind a trusted checkpoint. The checkpoint vouches for its last leaf, which is a seal; the seal names a state; and
    /// that tells of everything that the walk would know by then. Nothing before is read, and the report says so.
    /// </summary>
    /// <param name="trust">What is known from outside.</param>
    /// <param name="checkpoint">
    /// The checkpoint. The caller has opened its note with a key that it trusts, or found the tree to be clean itself: all else rests on
    /// it.
    /// </param>
    /// <param name="last">The segment that ends at the checkpoint's size, as it is stored.</param>
    /// <param name="state">The state object of that segment, as it is stored.</param>
    /// <param name="fault">Why there is no walk; empty when there is one.</param>
    /// <param name="parallelism">The most threads at work; 0 for as many as there are processors.</param>
    /// <returns>
    /// Null unless the checkpoint vouches for the seal and the state, and the chain key, where the verifier has its secret, for the seal
    /// and all of the segment.
    /// </returns>
    public static LogVerification? From(
        LogTrust trust, Checkpoint checkpoint, StoredSegment last, ReadOnlySpan<byte> state, out string fault, int parallelism = 0)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (!CheckpointStart.TryRead(trust.LogId, checkpoint, last, state, out var start, out fault))
        {
            return null;
        }

        var walk = new LogVerification(trust, parallelism);
        if (walk.Begin(start))
        {
            return walk;
        }

        fault = "the segment's MACs are not those of its chain key";
        walk.Dispose();
        return null;
    }

    /// <summary>The number of the first segment that the walk hasn't seen.</summary>
    public long NextSegment => _segments.NextSegment;

    /// <summary>Erases the chain keys; a walk that was completed has done so.</summary>
    public void Dispose()
    {
        _macs.Close();
        _reader.Dispose();
    }

    private bool Begin(CheckpointStart start)
    {
        var state = start.State;
        _epochs.Begin(state);
        _checkpointKeys.Begin(start.CheckpointKey);
        _content.Begin(state);
        _producers.Begin(state);
        _anchors.Begin(state);
        _tree.Begin(state.Head);
        _segments.Begin(state.Head);
        return _macs.Begin(start.Segment, start.MacBeforeSeal);
    }

    private bool Load(ReadOnlySpan<byte> state)
    {
        var reader = new CanonicalReader(state, keeps: true);
        reader.BeginObject();
        _anchors.Load(ref reader);
        _checkpointKeys.Load(ref reader);
        _content.Load(ref reader);
        _epochs.Load(ref reader);
        reader.Key("format"u8);
        reader.Exactly("signet-walk/1"u8);
        reader.Key("full"u8);
        _fullBefore = reader.Boolean();
        reader.Key("log_id"u8);
        if (reader.Identifier() != _trust.LogId)
        {
            reader.Fail();
        }

        _macs.Load(ref reader);
        _segments.Load(ref reader);
        _producers.Load(ref reader);
        _tree.Load(ref reader);
        reader.EndObject();
        if (!reader.End())
        {
            return false;
        }

        _segments.Resume(_tree.Size);
        _epochs.Resume(_segments.NextSegment);
        return true;
    }

    /// <summary>Says what this walk, with what it was given, could not have found.</summary>
    private void NoteLimits()
    {
        _tree.NoteLimits();
        if (!Full)
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
