using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Publishing;
using Signet.Auditor.Recovery;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Messaging;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// The single writer. One loop owns the log's state, the chain key and the appender; nothing else touches them.
/// </summary>
/// <remarks>
/// 1. Recover: find where the stored log ends. 2. Fence: store a segment that opens the next epoch; an older writer can't fill a slot
/// after that. Two writers that
/// open the same epoch at once are told apart by the slot: the one that lost starts over under the next, which ends the other. A writer
/// that finds a higher epoch stops its host and never comes back by itself, so that two can't fence each other for ever. 3. Then,
/// for as long as nobody else takes over: take what has queued up while the last segment was being stored; build
/// one segment from it; store it; only then tell anybody. A crash at any point loses nothing that was acknowledged: what is stored is
/// found by recovery, and what isn't was never acknowledged and is sent again.
/// </remarks>
internal sealed partial class LogSequencer : BackgroundService
{
    private const int MaxBatch = 8_192;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly AuditorOptions _options;
    private readonly ISegmentStore _segments;
    private readonly IDerivedStore _derived;
    private readonly LogHead _head;
    private readonly SignetMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<LogSequencer> _logger;
    private readonly SubmissionQueue _queue;

    public LogSequencer(
        AuditorOptions options, ISegmentStore segments, IDerivedStore derived, LogHead head, SignetMetrics metrics,
        TimeProvider time, ILogger<LogSequencer> logger)
    {
        (_options, _segments, _derived, _head, _metrics, _time, _logger) = (options, segments, derived, head, metrics, time, logger);
        _queue = new SubmissionQueue(options.QueueBound);
    }

    /// <summary>Queues submissions in one step; what there is no room for, or all when nobody writes, is to be sent again.</summary>
    public void Submit(ReadOnlySpan<Submission> submissions)
    {
        foreach (var submission in submissions[_queue.Add(submissions)..])
        {
            submission.Complete(CommitOutcome.Retry);
        }
    }

    /// <summary>Queues entries that belong together.</summary>
    public Task<CommitOutcome> SubmitAsync(EntrySubmission submission)
    {
        Submit([submission]);
        return submission.Outcome;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            SlotResult result;
            while ((result = await WriteEpochAsync(stoppingToken).ConfigureAwait(false)) == SlotResult.Theirs)
            {
                Log.StartedOver(_logger);
            }

            throw new InvalidOperationException(
                "Another writer has taken over the log under a higher epoch. This one stops; nothing that it acknowledged is lost.");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            _head.StopWriting();
            _queue.Close();
            RefuseQueued();
        }
    }

    private async Task<SlotResult> WriteEpochAsync(CancellationToken stoppingToken)
    {
        // :: Step 1: recover.
        var state = await new LogRecovery(_options, _segments, _derived).RecoverAsync(stoppingToken).ConfigureAwait(false);
        EpochOpening.RequireContinuable(_options, state);
        var writer = new EpochWriter(
            state,
            ChainKey.ForEpoch(_options.ChainRootSecret.Span, _options.LogId, state.Epoch + 1, state.Head.NextSegment),
            new SegmentWriter(_segments, _time, _logger, _head.StopWriting),
            new EntryAppender(state, _metrics),
            new StateShelf(_options.LogId, _derived, _time, _logger),
            new ClockGuard(_time));
        try
        {
            // :: Step 2: fence.
            DateTimeOffset? now;
            while ((now = ReadClock(writer)) is null)
            {
                RefuseQueued();
                await Task.Delay(Tick, _time, stoppingToken).ConfigureAwait(false);
            }

            var opening = new EntrySubmission(EpochOpening.Entries(_options, state, now.Value));
            var result = await StoreAsync(writer, [opening], now.Value, stoppingToken).ConfigureAwait(false);
            if (result == SlotResult.Ours)
            {
                Log.EpochOpened(_logger, state.Epoch, state.Head.Size);
            }

            // :: Step 3: write, until somebody else does.
            while (result == SlotResult.Ours)
            {
                (var batch, now) = await TakeAsync(writer, stoppingToken).ConfigureAwait(false);
                result = await StoreAsync(writer, batch, now.Value, stoppingToken).ConfigureAwait(false);
            }

            return result;
        }
        finally
        {
            await writer.Shelf.EndAsync().ConfigureAwait(false);
            writer.Appender.Abandon();
            writer.Key.Dispose();
        }
    }

    /// <summary>Takes everything that waits; when nothing does, waits for something, or for the time of an entry of the auditor's own.</summary>
    private async Task<(List<Submission> Batch, DateTimeOffset Now)> TakeAsync(EpochWriter writer, CancellationToken cancellationToken)
    {
        var batch = new List<Submission>();
        while (true)
        {
            _queue.Take(batch, MaxBatch);
            if (ReadClock(writer) is { } now)
            {
                AddOwnEntries(writer, batch, now);
                if (batch.Count > 0)
                {
                    return (batch, now);
                }
            }
            else
            {
                Refuse(batch);
                batch.Clear();
            }

            using var tick = _time.CreateTimer(_ => _queue.Wake(), null, Tick, Timeout.InfiniteTimeSpan);
            await _queue.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private DateTimeOffset? ReadClock(EpochWriter writer)
    {
        var now = writer.Clock.Read(writer.State.Head.RecordedAt);
        if (now is null && !writer.ClockInDoubt)
        {
            Log.ClockInDoubt(_logger);
            _head.StopWriting();
        }
        else if (now is not null && writer.ClockInDoubt)
        {
            _head.ResumeWriting();
        }

        writer.ClockInDoubt = now is null;
        return now;
    }

    private void AddOwnEntries(EpochWriter writer, List<Submission> batch, DateTimeOffset now)
    {
        if (writer.Appender.Flush(now) is { } held)
        {
            batch.Add(held);
        }

        if (writer.IsSweepDue(now) && GapSweep.Find(writer.State, now) is { Count: > 0 } gaps)
        {
            batch.Add(new EntrySubmission(gaps));
        }

        if (batch.Count == 0 && now - writer.State.Head.RecordedAt >= _options.HeartbeatInterval)
        {
            batch.Add(new EntrySubmission([new HeartbeatBody { IntervalSeconds = (long)_options.HeartbeatInterval.TotalSeconds }]));
        }
    }

    private async Task<SlotResult> StoreAsync(
        EpochWriter writer, List<Submission> batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var decided = new List<(Submission Submission, CommitOutcome Outcome)>(batch.Count);
        var looked = 0;
        try
        {
            var builder = new SegmentBuilder(_options.LogId, _options.ChainKeyId, writer.Key, writer.State.Head, writer.Buffer);
            PutEntriesFirst(batch);
            while (looked < batch.Count)
            {
                var submission = batch[looked++];
                if (writer.Appender.Append(builder, submission, now) is { } outcome)
                {
                    decided.Add((submission, outcome));
                }
            }

            var result = builder.Count > 0
                ? await SealAndStoreAsync(writer, builder, now, cancellationToken).ConfigureAwait(false)
                : SlotResult.Ours;

            // If the process ends here the segment is found by recovery; whoever wasn't told sends again and is told then.
            if (result == SlotResult.Ours)
            {
                foreach (var (submission, outcome) in decided)
                {
                    submission.Complete(outcome);
                }

                await writer.Shelf.StoreAsync(writer.State.Head.NextSegment, cancellationToken).ConfigureAwait(false);
            }

            return result;
        }
        finally
        {
            // Whoever wasn't told above; who is held back is told with the entry that stands for it.
            foreach (var (submission, _) in decided)
            {
                submission.Complete(CommitOutcome.Retry);
            }

            Refuse(batch.Skip(looked));
        }
    }

    /// <summary>Entries that belong together stand first, while there is room for all of them.</summary>
    private static void PutEntriesFirst(List<Submission> batch)
    {
        if (batch.Exists(submission => submission is EntrySubmission))
        {
            Submission[] ordered = [.. batch.OrderBy(submission => submission is not EntrySubmission)];
            batch.Clear();
            batch.AddRange(ordered);
        }
    }

    private async Task<SlotResult> SealAndStoreAsync(
        EpochWriter writer, SegmentBuilder builder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var state = writer.State;
        var stateOctets = writer.Shelf.Write(state, builder);
        var segment = builder.Seal(stateOctets is null ? null : Digest.Of(stateOctets.WrittenSpan), now);
        var began = _time.GetTimestamp();
        var result = await writer.Segments.WriteAsync(segment, state.Epoch, cancellationToken).ConfigureAwait(false);
        if (result == SlotResult.Ours)
        {
            state.Head = segment.Head;
            writer.Stored(segment.Octets.Length);
            writer.Key.Ratchet();
            if (stateOctets is not null)
            {
                writer.Shelf.Add(segment.Segment, stateOctets);
            }

            _metrics.SegmentStored(builder.Count, _time.GetElapsedTime(began));
            _metrics.TreeSize(segment.Head.Size);
            _metrics.AnchoredTreeSize(state.AnchoredSize);
            _metrics.AnchorLag(state.UnanchoredSince is { } since ? now - since : TimeSpan.Zero);
            _head.Advance(
                new LogPosition(segment.Head.Size, segment.Root, state.UnanchoredSince, state.AnchoredSize, state.AnchoredAt, state.Settings!.Anchors, state.Epoch),
                writer.Appender.KeysChanged ? state.KeySnapshot() : _head.Keys);
            writer.Appender.KeysChanged = false;
        }

        return result;
    }

    private void RefuseQueued()
    {
        var batch = new List<Submission>();
        _queue.Take(batch, int.MaxValue);
        Refuse(batch);
    }

    private static void Refuse(IEnumerable<Submission> submissions)
    {
        foreach (var submission in submissions)
        {
            submission.Complete(CommitOutcome.Retry);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Information, "Writing epoch {Epoch}; the log has {Size} entries.")]
        public static partial void EpochOpened(ILogger logger, long epoch, long size);

        [LoggerMessage(1011, LogLevel.Warning, "Another writer filled a slot; starting again from the store.")]
        public static partial void StartedOver(ILogger logger);

        [LoggerMessage(1012, LogLevel.Error, "The clock can't be believed: it is behind the log, or jumped ahead. Nothing is written until it is right.")]
        public static partial void ClockInDoubt(ILogger logger);
    }
}
