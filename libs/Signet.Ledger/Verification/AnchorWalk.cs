using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.State;

namespace Signet.Ledger.Verification;

/// <summary>
/// The anchors of a walk (format 1, section 8). Owns which authorities stamped which tree sizes, the greatest size that a quorum
/// stamped, the last time that an anchor proves, and the schedule against which the log's promises are held.
/// </summary>
internal sealed class AnchorWalk(LogTrust trust, FindingLog findings, TreeWalk tree)
{
    private static readonly TimeSpan TimeTolerance = TimeSpan.FromSeconds(60);

    private readonly HashSet<(long Size, string Tsa)> _anchors = [];
    private readonly Dictionary<long, int> _stamps = [];
    private readonly AnchorSchedule _schedule = new();
    private long _quorumSize;

    /// <summary>Anchors that hold.</summary>
    public long Valid { get; private set; }

    /// <summary>The greatest tree size that a valid anchor covers; 0 without one.</summary>
    public long AnchoredSize { get; private set; }

    /// <summary>The latest time that a valid anchor states, or null.</summary>
    public DateTimeOffset? AnchoredAt { get; private set; }

    /// <summary>True when an anchor that stands in the log by now proves that an entry's time is too early.</summary>
    public bool Contradicts(DateTimeOffset recordedAt) => AnchoredAt - recordedAt > TimeTolerance;

    /// <summary>Takes note of an entry.</summary>
    public void Entry(in EntryFacts entry) => _schedule.Entry(entry.Seq, entry.RecordedAt, entry.Body);

    /// <summary>Takes note of the end of a segment.</summary>
    public void SegmentEnds(long size) => _schedule.SegmentEnds(size);

    /// <summary>Checks an anchor against the tree and the settings in force, and takes note of it when it holds.</summary>
    public void Apply(long number, in EntryFacts entry, AnchorBody anchor, AnchorSettings? settings)
    {
        string? fault = null;
        var isKnown = tree.TryGetRoot(anchor.TreeSize, out var covered);
        var isUnread = !isKnown && tree.IsBeforeStart(anchor.TreeSize);
        if (!isKnown && !isUnread)
        {
            if (tree.HasLostTrack)
            {
                findings.Note("Anchors of trees that end in segments that are missing or could not be read were not checked.");
                return;
            }

            fault = "no segment ends at the anchor's tree size";
        }
        else if (isKnown && !covered.Root.ToArray().AsSpan().SequenceEqual(anchor.Root.Span))
        {
            fault = "the anchor's root is not the tree head at its size";
        }
        else if (settings is not null && settings.Tsas.All(tsa => tsa.Name != anchor.Tsa))
        {
            fault = "the log does not name the anchor's authority";
        }
        else
        {
            fault = trust.CheckAnchor?.Invoke(anchor);
        }

        if (fault is not null)
        {
            findings.Report(FindingKind.AnchorInvalid, number, entry.Seq, fault);
            return;
        }

        // Whatever tree it is over, what follows it is later than it.
        AnchoredAt = AnchoredAt is { } known && known > anchor.GenTime ? known : anchor.GenTime;
        if (isUnread)
        {
            // It may well have covered what waited at the start.
            _schedule.Waive(tree.StartedAt);
            return;
        }

        if (covered.RecordedAt - anchor.GenTime > TimeTolerance)
        {
            findings.Report(FindingKind.TimeContradicted, number, entry.Seq, "the anchor covers entries that claim a later time");
        }

        Valid++;
        if (_anchors.Add((anchor.TreeSize, anchor.Tsa)))
        {
            _stamps[anchor.TreeSize] = _stamps.GetValueOrDefault(anchor.TreeSize) + 1;
        }

        AnchoredSize = Math.Max(AnchoredSize, anchor.TreeSize);
        if (_stamps[anchor.TreeSize] >= (settings?.Required ?? 0))
        {
            if (anchor.TreeSize > _quorumSize)
            {
                // Stamps of a tree that a quorum has outgrown promise nothing more.
                _quorumSize = anchor.TreeSize;
                _anchors.RemoveWhere(stamp => stamp.Size < _quorumSize);
                foreach (var size in _stamps.Keys.Where(size => size < _quorumSize).ToList())
                {
                    _stamps.Remove(size);
                }
            }

            _schedule.Anchored(anchor.TreeSize, entry.RecordedAt);
        }
    }

    /// <summary>Reports the promises of the log's last settings that were not kept by now.</summary>
    public void CheckPromises(DateTimeOffset now, AnchorSettings? settings)
    {
        if (settings is not { Required: > 0 } promise)
        {
            return;
        }

        // An authority that was out of reach in one round is made good by a later round that reached the quorum.
        foreach (var size in _stamps.Where(round => round.Key > _quorumSize && round.Value < promise.Required).Select(round => round.Key))
        {
            findings.Report(FindingKind.AnchorQuorum, null, null, $"fewer than {promise.Required} authorities stamped tree size {size}");
        }

        if (_schedule.LongestLag(now) is { } lag && lag.TotalSeconds > promise.MaxLagSeconds)
        {
            findings.Report(new Finding(
                FindingKind.AnchorLate, null, null,
                $"entries stood unanchored for {(long)lag.TotalSeconds} s; the log promises {promise.MaxLagSeconds} s",
                FindingSeverity.Warning));
        }
    }

    /// <summary>Goes on from what a log's state object tells.</summary>
    public void Begin(LogState state)
    {
        (AnchoredSize, AnchoredAt) = (state.AnchoredSize, state.AnchoredAt);
        if (state.UnanchoredSince is { } since)
        {
            _schedule.Begin(state.Head.Size, since);
        }
    }

    public void Save(ref CanonicalWriter writer)
    {
        writer.Key("anchors"u8);
        writer.BeginObject();
        if (AnchoredAt is { } at)
        {
            writer.Time("anchored_at"u8, at);
        }

        writer.Integer("anchored_size"u8, AnchoredSize);
        writer.Integer("quorum_size"u8, _quorumSize);
        _schedule.Save(ref writer);
        writer.Key("stamps"u8);
        writer.BeginArray();
        foreach (var (size, tsa) in _anchors.Order())
        {
            writer.BeginObject();
            writer.Integer("size"u8, size);
            writer.String("tsa"u8, tsa);
            writer.EndObject();
        }

        writer.EndArray();
        writer.Integer("valid"u8, Valid);
        writer.EndObject();
    }

    public void Load(ref CanonicalReader reader)
    {
        reader.Key("anchors"u8);
        reader.BeginObject();
        AnchoredAt = reader.TryKey("anchored_at"u8) ? reader.Time() : null;
        reader.Key("anchored_size"u8);
        AnchoredSize = reader.Integer();
        reader.Key("quorum_size"u8);
        _quorumSize = reader.Integer();
        _schedule.Load(ref reader);
        reader.Key("stamps"u8);
        reader.BeginArray();
        while (reader.NextItem())
        {
            reader.BeginObject();
            reader.Key("size"u8);
            var size = reader.Integer();
            reader.Key("tsa"u8);
            _anchors.Add((size, reader.Identifier()));
            reader.EndObject();
            _stamps[size] = _stamps.GetValueOrDefault(size) + 1;
        }

        reader.Key("valid"u8);
        Valid = reader.Integer();
        reader.EndObject();
    }
}
