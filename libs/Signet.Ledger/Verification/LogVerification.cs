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
    private readonly WalkParts _walk;
    private readonly WindowReader _reader;

    /// <summary>Begins a walk.</summary>
    /// <param name="trust">What is known from outside.</param>
    /// <param name="parallelism">The most threads at work; 0 for as many as there are processors.</param>
    public LogVerification(LogTrust trust, int parallelism = 0)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentOutOfRangeException.ThrowIfNegative(parallelism);
        _trust = trust;
        _walk = new WalkParts(trust);
        _reader = new WindowReader(trust, _walk.Producers, parallelism);
        if (trust.LastSeen is { } lastSeen)
        {
            _walk.Tree.Pin(lastSeen.Size);
        }
    }

    /// <summary>Checks the next segment. Numbers must ascend; a number left out is a missing segment.</summary>
    public void Segment(long number, ReadOnlyMemory<byte> octets) => Segments([new StoredSegment(number, octets)]);

    /// <summary>Checks the next segments, as much of them as can be at the same time. Numbers must ascend; one left out is a missing segment.</summary>
    public void Segments(IReadOnlyList<StoredSegment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var ascending = new List<StoredSegment>(segments.Count);
        var next = _walk.Segments.NextSegment;
        foreach (var segment in segments)
        {
            if (segment.Number < next)
            {
                _walk.Findings.Report(FindingKind.MalformedSegment, segment.Number, null, "segments were not given in ascending order");
                continue;
            }

            ascending.Add(segment);
            next = segment.Number + 1;
        }

        // The walk's own key is the best forecast there is.
        _reader.Resume(_walk.Macs.CloneKey());
        foreach (var reading in _reader.Read(ascending))
        {
            using (reading)
            {
                _walk.Segments.Walk(reading);
            }
        }
    }

    /// <summary>
    /// Gives a checkpoint note to compare the log with, at any time before <see cref="Complete"/>. One that is more than 65,536 segments old
    /// must be given before the walk gets there.
    /// </summary>
    public void Checkpoint(ReadOnlySpan<byte> note) => _walk.CheckpointKeys.Add(note, _walk.Tree);

    /// <summary>Gives a receipt whose promise must have been kept. Before the first segment: what has gone by isn't looked at again.</summary>
    /// <exception cref="InvalidOperationException">The walk has begun, or goes on from an earlier one.</exception>
    public void Promise(PromiseReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (_walk.Segments.NextSegment > 0)
        {
            throw new InvalidOperationException("Receipts are redeemed by a walk that begins with the first segment.");
        }

        _walk.Promises.Add(receipt);
    }

    /// <summary>Gives a proof (R1) whose tree the log must be of, as early as a checkpoint.</summary>
    public void Proof(InclusionReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        _walk.Proofs.Add(receipt, _walk.Tree);
    }

    /// <summary>Gives an anchored proof (R2) whose tree the log must be of, as early as a checkpoint.</summary>
    public void Proof(AnchoredReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        _walk.Proofs.Add(receipt, _walk.Tree);
    }

    /// <summary>
    /// Checks the versions of a slot whose segment the walk isn't given, such as one before its start. Its retention can't be checked: when
    /// the segment was sealed isn't known.
    /// </summary>
    public void Slot(long number, SlotProtection protection) => _walk.Protections.CheckVersions(number, protection);

    /// <summary>Notes what this walk could not do, for the report.</summary>
    public void Note(string note)
    {
        ArgumentException.ThrowIfNullOrEmpty(note);
        _walk.Findings.Note(note);
    }

    /// <summary>Ends the walk.</summary>
    /// <param name="now">The verifier's clock, for what must have happened by now.</param>
    public VerificationReport Complete(DateTimeOffset now)
    {
        if (_walk.Segments.NextSegment == 0)
        {
            _walk.Findings.Report(FindingKind.EmptyLog, null, null, "there is no segment");
        }

        _walk.CheckpointKeys.Compare(_walk.Tree);
        _walk.Proofs.Compare(_walk.CheckpointKeys, _walk.Tree);
        if (_trust.LastSeen is { } lastSeen)
        {
            _walk.Tree.Compare(lastSeen, FindingKind.RolledBack, "the tree seen before");
        }

        _walk.Producers.CheckGaps(now, TimeSpan.FromSeconds(Math.Min(_walk.Content.Settings?.GapAfterSeconds ?? 0, int.MaxValue)));
        _walk.Anchors.CheckPromises(now, _walk.Content.Settings?.Anchors);
        _walk.Promises.Check(now, TimeSpan.FromSeconds(Math.Min(_walk.Content.Settings?.MaxMergeDelaySeconds ?? 0, int.MaxValue)));
        _walk.Producers.NoteUnchecked();
        NoteLimits();
        Dispose();
        var broken = _walk.Findings.Findings.Any(f => f.Severity == FindingSeverity.Error);
        return new VerificationReport
        {
            LogId = _trust.LogId,
            Result = broken ? VerificationResult.Broken
                : _walk.CheckpointKeys.SelfDeclared ? VerificationResult.NotVerified
                : VerificationResult.Clean,
            Full = _walk.Full,
            StartedAt = _walk.Tree.StartedAt,
            Segments = _walk.Segments.Segments,
            Entries = _walk.Segments.Entries,
            Commits = _walk.Producers.Commits,
            Anchors = _walk.Anchors.Valid,
            AnchoredSize = _walk.Anchors.AnchoredSize,
            AnchoredAt = _walk.Anchors.AnchoredAt,
            Size = _walk.Tree.Size,
            Root = _walk.Tree.Root,
            From = _walk.Content.From,
            Through = _walk.Content.Through,
            Findings = [.. _walk.Findings.Findings],
            Notes = _walk.Findings.CloseNotes(),
            SealedKeys = _walk.Epochs.SealedKeys,
            Restart = _walk.Segments.Restart,
        };
    }

    /// <summary>
    /// What a later walk needs to go on behind the last segment, or null unless everything up to there was read and nothing was found.
    /// Holds no secret; whoever can change it can make the later walk believe a wrong beginning.
    /// </summary>
    public byte[]? SaveState()
    {
        if (!_walk.Segments.IsWhole || _walk.Findings.Findings.Any(f => f.Severity == FindingSeverity.Error))
        {
            return null;
        }

        return _walk.Save();
    }

    /// <summary>Begins a walk behind the last segment of an earlier one.</summary>
    /// <param name="trust">What is known from outside, as it was then; secrets may have been added.</param>
    /// <param name="state">What <see cref="SaveState"/> gave, kept where nobody else can change it.</param>
    /// <param name="parallelism">The most threads at work; 0 for as many as there are processors.</param>
    /// <returns>Null for octets of any other form, or of another log or trust.</returns>
    public static LogVerification? Resume(LogTrust trust, ReadOnlySpan<byte> state, int parallelism = 0)
    {
        var walk = new LogVerification(trust, parallelism);
        if (walk._walk.Load(state))
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
        if (walk._walk.Begin(start))
        {
            return walk;
        }

        fault = "the segment's MACs are not those of its chain key";
        walk.Dispose();
        return null;
    }

    /// <summary>The number of the first segment that the walk hasn't seen.</summary>
    public long NextSegment => _walk.Segments.NextSegment;

    /// <summary>Erases the chain keys; a walk that was completed has done so.</summary>
    public void Dispose()
    {
        _walk.Macs.Close();
        _reader.Dispose();
    }

    /// <summary>Says what this walk, with what it was given, could not have found.</summary>
    private void NoteLimits()
    {
        _walk.Tree.NoteLimits();
        if (!_walk.Full)
        {
            _walk.Findings.Note("Keyless verification: MACs were not checked; a change of the last segment's MACs alone would not show.");
        }

        if (_trust.CheckAnchor is null && _walk.Anchors.Valid > 0)
        {
            _walk.Findings.Note("No roots of time-stamping authorities were given: the anchors' tokens were not checked.");
        }

        if (_walk.CheckpointKeys.SelfDeclared)
        {
            _walk.Findings.Note("Self-declared: the log's own first entry is the only source of its checkpoint key.");
        }
    }
}
