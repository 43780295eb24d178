using Microsoft.Extensions.Logging;
using Signet.Auditor.Election;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;

namespace Signet.Auditor.Sequencing;

/// <summary>One epoch of the single writer: the fence, then segment after segment, until somebody else writes or the chain key is replaced.</summary>
internal sealed partial class EpochRun(
    AuditorOptions options, KeyRing ring, EpochWriters writers, SubmissionQueue queue, LogHead head, SignetMetrics metrics, TimeProvider time,
    ILogger<LogSequencer> logger)
{
    /// <summary>How many submissions are taken and hashed at once: a few milliseconds of work.</summary>
    private const int MaxTaken = 4_096;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly string _writerName = EpochOpening.NameWriter(options);

    /// <summary>Writes until somebody else does, or until a chain key was replaced and all is stored (<see cref="SlotResult.Ours"/>).</summary>
    public async Task<SlotResult> RunAsync(EpochWriter writer, Queue<Submission> waiting, IWriterTerm term, CancellationToken stoppingToken)
    {
        var state = writer.State;
        var closes = EpochOpening.MustRotate(ring.Current, state);
        var pipeline = new SegmentPipeline(options, writer, term, head, metrics, time, queue.Wake);
        using var waking = stoppingToken.UnsafeRegister(static queue => ((SubmissionQueue)queue!).Wake(), queue);
        try
        {
            // :: Step 2: fence.
            DateTimeOffset? now;
            while ((now = ReadClock(writer)) is null)
            {
                queue.RefuseAll();
                await Task.Delay(Tick, time, stoppingToken).ConfigureAwait(false);
            }

            pipeline.TryTake(new EntrySubmission(EpochOpening.Entries(options, ring.Current, _writerName, state, now.Value)), now.Value);
            pipeline.Store(now, stoppingToken);

            // :: Step 3: write, until somebody else does.
            var opened = false;
            while (true)
            {
                stoppingToken.ThrowIfCancellationRequested();
                if (await pipeline.TakeResultAsync(stoppingToken).ConfigureAwait(false) is { } result)
                {
                    if (result != SlotResult.Ours || (closes && pipeline.IsIdle))
                    {
                        return result;
                    }

                    if (!opened)
                    {
                        opened = true;
                        Log.EpochOpened(logger, state.Epoch, head.Position!.Size);
                    }
                }

                now = ReadClock(writer);
                if (opened)
                {
                    closes = closes || TakeUpKeys(writer, pipeline, now);
                    if (!closes)
                    {
                        Take(writer, pipeline, waiting, now);
                    }

                    if (pipeline.DueAt is { } due && (closes || now is not { } at || at >= due || waiting.Count > 0))
                    {
                        pipeline.Store(now, stoppingToken);
                        if (pipeline.IsIdle || (waiting.Count > 0 && !closes))
                        {
                            continue;
                        }
                    }
                }

                if (queue.TryWait())
                {
                    continue;
                }

                var pause = pipeline.DueAt is { } next && now is { } then && next > then && next - then < Tick ? next - then : Tick;
                using var tick = time.CreateTimer(_ => queue.Wake(), null, pause, Timeout.InfiniteTimeSpan);
                await queue.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            await pipeline.EndAsync().ConfigureAwait(false);
            await writer.Shelf.EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Has the open segment say what the settings' keys change; true when that ends the epoch. Nothing is in force that no segment says: if this
    /// one isn't stored, the log is read again, and its first segment says it.
    /// </summary>
    private bool TakeUpKeys(EpochWriter writer, SegmentPipeline pipeline, DateTimeOffset? now)
    {
        if (now is not { } at || ring.Offered is not { } offered || !writers.IsUsable(offered, writer.State))
        {
            return false;
        }

        var changes = EpochOpening.KeyChanges(offered, options.LogId, writer.State);
        if (changes.Count > 0 && !pipeline.TryTake(new EntrySubmission(changes), at))
        {
            // The segment is full; the next one says it.
            return false;
        }

        ring.Adopt(offered);
        Log.KeysTakenUp(logger, changes.Count);
        return changes is [.., KeyBody];
    }

    /// <summary>
    /// Takes what waits into the open segment, as much as has room, and the auditor's own entries that are due. What is taken is hashed at
    /// once: mostly the segment before is still being stored meanwhile.
    /// </summary>
    private void Take(EpochWriter writer, SegmentPipeline pipeline, Queue<Submission> waiting, DateTimeOffset? now)
    {
        if (now is not { } at)
        {
            queue.RefuseAll();
            return;
        }

        AddOwnEntries(writer, pipeline, waiting, at);
        while (true)
        {
            if (waiting.Count == 0)
            {
                queue.Take(waiting, MaxTaken);
            }

            if (waiting.Count == 0)
            {
                return;
            }

            while (waiting.TryPeek(out var submission) && pipeline.TryTake(submission, at))
            {
                waiting.Dequeue();
            }

            pipeline.Chain();
            if (waiting.Count > 0)
            {
                return;
            }
        }
    }

    private DateTimeOffset? ReadClock(EpochWriter writer)
    {
        var now = writer.Clock.Read(writer.State.Head.RecordedAt);
        if (now is null && !writer.ClockInDoubt)
        {
            Log.ClockInDoubt(logger);
            head.StopWriting();
        }
        else if (now is not null && writer.ClockInDoubt)
        {
            head.ResumeWriting();
        }

        writer.ClockInDoubt = now is null;
        return now;
    }

    private void AddOwnEntries(EpochWriter writer, SegmentPipeline pipeline, Queue<Submission> waiting, DateTimeOffset now)
    {
        if (waiting.Count > 0)
        {
            return;
        }

        if (writer.Appender.Flush(now) is { } held)
        {
            waiting.Enqueue(held);
        }

        if (writer.IsSweepDue(now) && GapSweep.Find(writer.State, now) is { Count: > 0 } gaps)
        {
            waiting.Enqueue(new EntrySubmission(gaps));
        }

        if (pipeline.IsIdle && waiting.Count == 0 && queue.IsEmpty && now - writer.State.Head.RecordedAt >= options.HeartbeatInterval)
        {
            waiting.Enqueue(new EntrySubmission([new HeartbeatBody { IntervalSeconds = (long)options.HeartbeatInterval.TotalSeconds }]));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Information, "Writing epoch {Epoch}; the log has {Size} entries.")]
        public static partial void EpochOpened(ILogger logger, long epoch, long size);

        [LoggerMessage(1017, LogLevel.Information, "The settings' keys have changed; {Count} entries of the log say so.")]
        public static partial void KeysTakenUp(ILogger logger, int count);

        [LoggerMessage(1012, LogLevel.Error, "The clock can't be believed: it is behind the log, or jumped ahead. Nothing is written until it is right.")]
        public static partial void ClockInDoubt(ILogger logger);
    }
}
