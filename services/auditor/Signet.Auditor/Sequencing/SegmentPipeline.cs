using System.Diagnostics;
using Signet.Auditor.Election;
using Signet.Auditor.Publishing;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// Builds one segment while the one before is being stored. At most one is on its way: segment s+1 is closed and stored only when s is
/// known to be, so a slot never holds what has no predecessor, and a doubt about s is over before any octets of s+1 are final. Nobody is
/// told of an outcome before the segment that it stands in is stored, nor after the writer's term. Owned by the sequencer; <paramref name="wake"/> is called when a
/// store has ended.
/// </summary>
internal sealed class SegmentPipeline(
    AuditorOptions options, EpochWriter writer, IWriterTerm term, LogHead head, SignetMetrics metrics, TimeProvider time, Action wake)
{
    private OpenSegment? _open;
    private SegmentInFlight? _inFlight;

    /// <summary>True when nothing is built and nothing on its way.</summary>
    public bool IsIdle => _open is null && _inFlight is null;

    /// <summary>When the open segment has waited long enough for others to join; null when none waits.</summary>
    public DateTimeOffset? DueAt => _open is { IsEmpty: false } open && _inFlight is null ? open.Since + options.CommitDelay : null;

    /// <summary>The last result of a store that ended since the last call; null when none did.</summary>
    /// <exception cref="StoreException">The slot stayed empty.</exception>
    public async ValueTask<SlotResult?> TakeResultAsync(CancellationToken cancellationToken)
    {
        if (_inFlight is not { IsDone: true } done)
        {
            return null;
        }

        _inFlight = null;
        var result = await done.Writing.ConfigureAwait(false);
        if (result == SlotResult.Ours)
        {
            writer.Return(done.Open);
            if (done.State is { } state)
            {
                writer.Shelf.Add(done.Segment.Segment, state);
            }

            await writer.Shelf.StoreAsync(done.Segment.Segment + 1, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>Decides a submission and puts what follows from it into the open segment; false when that has no room for it.</summary>
    public bool TryTake(Submission submission, DateTimeOffset now)
    {
        var open = _open ??= writer.Open(options, now);
        if (!EntryAppender.HasRoomFor(open.Builder, submission) || open.Builder.Count >= options.MaxSegmentEntries - 1 ||
            open.Builder.Octets >= options.MaxSegmentOctets)
        {
            if (!open.IsEmpty)
            {
                return false;
            }

            // More than any segment has room for.
            submission.Complete(Messaging.CommitOutcome.Retry);
            return true;
        }

        if (writer.Appender.Append(open.Builder, submission, now) is { } outcome)
        {
            open.Decided.Add((submission, outcome));
        }

        return true;
    }

    /// <summary>Hashes what was taken, while there is time for it.</summary>
    public void Chain() => _open?.Builder.Chain();

    /// <summary>Closes the open segment and begins to store it, unless there is none or another is on its way.</summary>
    /// <param name="now">The clock, or null while it can't be believed: then the segment ends at the time of its last entry.</param>
    /// <param name="cancellationToken">Ends the attempts to store it.</param>
    public void Store(DateTimeOffset? now, CancellationToken cancellationToken)
    {
        if (_inFlight is not null || _open is not { IsEmpty: false } open)
        {
            return;
        }

        _open = null;
        if (open.Builder.Count == 0)
        {
            // Nothing follows from it but answers, and all that they rest on is stored.
            OpenSegment.Tell(open.Decided, term.IsRunning);
            writer.Return(open);
            return;
        }

        var state = writer.State;
        var stateOctets = writer.Shelf.Write(state, open.Builder);
        var at = now ?? open.Builder.RecordedAt;
        var segment = open.Builder.Seal(stateOctets is null ? null : Digest.Of(stateOctets.WrittenSpan), at);

        // From here on the state runs ahead of the store; whoever finds that the slot is another's drops it.
        state.Head = segment.Head;
        writer.Key.Ratchet();
        var position = new LogPosition(
            segment.Segment, segment.Head.Size, segment.Root, state.UnanchoredSince, state.AnchoredSize, state.AnchoredAt,
            state.Settings!.Anchors, state.Epoch, state.CheckpointVkey);
        var keys = writer.Appender.KeysChanged ? state.KeySnapshot() : null;
        writer.Appender.KeysChanged = false;
        var lag = state.UnanchoredSince is { } since ? at - since : TimeSpan.Zero;
        var epoch = state.Epoch;
        _inFlight = new SegmentInFlight(segment, open, stateOctets);
        _inFlight.Begin(WriteAsync, wake);

        async Task<SlotResult> WriteAsync(SegmentInFlight flight)
        {
            var stored = false;
            try
            {
                using var span = SignetTracing.StoreSegment(
                    flight.Open.Decided.Select(decided => (decided.Submission as DeliveredSubmission)?.Span).OfType<ActivityContext>());
                span?.SetTag("signet.segment", flight.Segment.Segment).SetTag("signet.tree_size", position.Size);
                var began = time.GetTimestamp();
                var result = await writer.Segments.WriteAsync(flight.Segment, epoch, cancellationToken).ConfigureAwait(false);
                stored = result == SlotResult.Ours;
                if (stored)
                {
                    metrics.SegmentStored(flight.Open.Builder.Count, time.GetElapsedTime(began));
                    metrics.TreeSize(position.Size);
                    metrics.AnchoredTreeSize(position.AnchoredSize);
                    metrics.AnchorLag(lag);
                    if (term.IsRunning)
                    {
                        head.Advance(position, keys ?? head.Keys);
                    }
                }

                return result;
            }
            finally
            {
                // If the process ends here the segment is found by recovery; whoever wasn't told sends again and is told then. The same for a
                // segment that was stored after the term: the writer that follows finds it and is the one to tell.
                OpenSegment.Tell(flight.Open.Decided, stored && term.IsRunning);
            }
        }
    }

    /// <summary>Nothing more is stored: waits for what is on its way, and has everybody else send again.</summary>
    public async Task EndAsync()
    {
        _open?.Abandon();
        _open = null;
        if (_inFlight is { } flight)
        {
            await ((Task)flight.Writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
