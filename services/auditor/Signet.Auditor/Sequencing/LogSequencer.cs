using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Election;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// The single writer. One loop owns the log's state, the chain key and the appender; nothing else touches them.
/// </summary>
/// <remarks>
/// 0. Wait to be elected, where several auditors share a log; until then nothing is read or stored and senders are told to retry. 1. Recover: find where the stored log ends. 2. Fence: store a segment that opens the next epoch; an older writer can't fill a slot
/// after that. Two writers that open the same epoch at once are told apart by the slot: the one that lost starts over under the next, which ends the other. A writer
/// that finds a higher epoch stops its host and never comes back by itself, so that two can't fence each other for ever. 3. Then,
/// for as long as nobody else takes over and the term lasts: take what queues up into the next segment while the last is being stored; close and store it as
/// soon as that is stored; only then tell anybody. A crash at any point loses nothing that was acknowledged: what is stored is
/// found by recovery, and what isn't was never acknowledged and is sent again. 4. When the settings name other keys, the open segment says so; a new
/// chain key ends it and its epoch, and step 2 follows under the new one, while what is sent waits.
/// </remarks>
internal sealed partial class LogSequencer : BackgroundService
{
    /// <summary>How many submissions are taken and hashed at once: a few milliseconds of work.</summary>
    private const int MaxTaken = 4_096;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly AuditorOptions _options;
    private readonly KeyRing _ring;
    private readonly EpochWriters _writers;
    private readonly LogHead _head;
    private readonly IWriterElection _election;
    private readonly SignetMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<LogSequencer> _logger;
    private readonly SubmissionQueue _queue;
    private readonly string _writerName;

    public LogSequencer(
        AuditorOptions options, KeyRing ring, ISegmentStore segments, IDerivedStore derived, LogHead head, IWriterElection election,
        SignetMetrics metrics, TimeProvider time, ILogger<LogSequencer> logger)
    {
        (_options, _ring, _head, _election, _metrics, _time, _logger) = (options, ring, head, election, metrics, time, logger);
        _writers = new EpochWriters(options, ring, segments, derived, head, metrics, time, logger);
        _queue = new SubmissionQueue(options.QueueBound);
        ring.OnOffered = _queue.Wake;
        _writerName = EpochOpening.NameWriter(options);
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

    /// <summary>
    /// Waits for its turn, recovers, fences and writes until it is stopped, or until its term ends or another writer takes over, of which it tells
    /// by an exception.
    /// </summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await _writers.ProveStoreAsync(stoppingToken).ConfigureAwait(false);
            await using var term = await ElectAsync(stoppingToken).ConfigureAwait(false);
            await WriteTermAsync(term, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    private async Task<IWriterTerm> ElectAsync(CancellationToken stoppingToken)
    {
        var winning = _election.WinAsync(stoppingToken);
        if (winning.IsCompleted)
        {
            return await winning.ConfigureAwait(false);
        }

        // Another writes: whoever comes here by mistake is to ask again, and there.
        EndWriting();
        var term = await winning.ConfigureAwait(false);
        _queue.Open();
        return term;
    }

    private async Task WriteTermAsync(IWriterTerm term, CancellationToken stoppingToken)
    {
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, term.Ended);

        // At once, and not when a store that hangs has answered.
        using var ending = term.Ended.UnsafeRegister(_ => EndWriting(), null);
        try
        {
            var waiting = new Queue<Submission>();
            var (result, next) = (SlotResult.Theirs, default(EpochWriter));
            while (result != SlotResult.Superseded)
            {
                var writer = next ?? await _writers.RecoverAsync(writing.Token).ConfigureAwait(false);
                next = null;
                try
                {
                    result = await WriteEpochAsync(writer, waiting, term, writing.Token).ConfigureAwait(false);
                    next = result == SlotResult.Ours ? _writers.Succeed(writer) : null;
                }
                finally
                {
                    writer.Key.Dispose();
                    if (next is null)
                    {
                        Refuse(waiting);
                        waiting.Clear();
                        writer.Appender.Abandon();
                    }
                }

                if (next is not null)
                {
                    Log.KeyReplaced(_logger, _ring.Current.ChainKeyId);
                }
                else if (result == SlotResult.Theirs)
                {
                    Log.StartedOver(_logger);
                }
            }

            throw new InvalidOperationException(
                "Another writer has taken over the log under a higher epoch. This one stops; nothing that it acknowledged is lost.");
        }
        catch (OperationCanceledException) when (term.Ended.IsCancellationRequested && !stoppingToken.IsCancellationRequested)
        {
            throw new InvalidOperationException(
                "The lease to write the log has ended. This writer stops; nothing that it acknowledged is lost.");
        }
        finally
        {
            EndWriting();
        }
    }

    private void EndWriting()
    {
        _head.StopWriting();
        _queue.Close();
        RefuseQueued();
    }

    /// <summary>Writes until somebody else does, or until a chain key was replaced and all is stored (<see cref="SlotResult.Ours"/>).</summary>
    private async Task<SlotResult> WriteEpochAsync(EpochWriter writer, Queue<Submission> waiting, IWriterTerm term, CancellationToken stoppingToken)
    {
        var state = writer.State;
        var closes = EpochOpening.MustRotate(_ring.Current, state);
        var pipeline = new SegmentPipeline(_options, writer, term, _head, _metrics, _time, _queue.Wake);
        using var waking = stoppingToken.UnsafeRegister(static queue => ((SubmissionQueue)queue!).Wake(), _queue);
        try
        {
            // :: Step 2: fence.
            DateTimeOffset? now;
            while ((now = ReadClock(writer)) is null)
            {
                RefuseQueued();
                await Task.Delay(Tick, _time, stoppingToken).ConfigureAwait(false);
            }

            pipeline.TryTake(new EntrySubmission(EpochOpening.Entries(_options, _ring.Current, _writerName, state, now.Value)), now.Value);
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
                        Log.EpochOpened(_logger, state.Epoch, _head.Position!.Size);
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

                if (_queue.TryWait())
                {
                    continue;
                }

                var pause = pipeline.DueAt is { } next && now is { } then && next > then && next - then < Tick ? next - then : Tick;
                using var tick = _time.CreateTimer(_ => _queue.Wake(), null, pause, Timeout.InfiniteTimeSpan);
                await _queue.WaitAsync(CancellationToken.None).ConfigureAwait(false);
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
        if (now is not { } at || _ring.Offered is not { } offered || !_writers.IsUsable(offered, writer.State))
        {
            return false;
        }

        var changes = EpochOpening.KeyChanges(offered, _options.LogId, writer.State);
        if (changes.Count > 0 && !pipeline.TryTake(new EntrySubmission(changes), at))
        {
            // The segment is full; the next one says it.
            return false;
        }

        _ring.Adopt(offered);
        Log.KeysTakenUp(_logger, changes.Count);
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
            RefuseQueued();
            return;
        }

        AddOwnEntries(writer, pipeline, waiting, at);
        while (true)
        {
            if (waiting.Count == 0)
            {
                _queue.Take(waiting, MaxTaken);
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

        if (pipeline.IsIdle && waiting.Count == 0 && _queue.IsEmpty && now - writer.State.Head.RecordedAt >= _options.HeartbeatInterval)
        {
            waiting.Enqueue(new EntrySubmission([new HeartbeatBody { IntervalSeconds = (long)_options.HeartbeatInterval.TotalSeconds }]));
        }
    }

    private void RefuseQueued()
    {
        var batch = new Queue<Submission>();
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

        [LoggerMessage(1015, LogLevel.Information, "The chain key was replaced; the log goes on under {KeyId}.")]
        public static partial void KeyReplaced(ILogger logger, string keyId);

        [LoggerMessage(1017, LogLevel.Information, "The settings' keys have changed; {Count} entries of the log say so.")]
        public static partial void KeysTakenUp(ILogger logger, int count);

        [LoggerMessage(1012, LogLevel.Error, "The clock can't be believed: it is behind the log, or jumped ahead. Nothing is written until it is right.")]
        public static partial void ClockInDoubt(ILogger logger);
    }
}
