using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Publishing;
using Signet.Auditor.Recovery;
using Signet.Auditor.State;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Producers;
using Signet.Ledger.Segments;
using Signet.Messaging;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// The single writer. One loop owns the log's state, the chain key and the quarantine limiter; nothing else touches them.
/// </summary>
/// <remarks>
/// 1. Recover: find where the stored log ends. 2. Fence: store a segment that opens the next epoch; an older writer can't fill a slot
/// after that. 3. Then, for as long as nobody else takes over: take what has queued up while the last segment was being stored; build
/// one segment from it; store it; only then tell anybody. A crash at any point loses nothing that was acknowledged: what is stored is
/// found by recovery, and what isn't was never acknowledged and is sent again.
/// </remarks>
internal sealed partial class LogSequencer : BackgroundService
{
    private const int MaxBatch = 8_192;
    private const int StateEvery = 4;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly AuditorOptions _options;
    private readonly ISegmentStore _segments;
    private readonly IDerivedStore _derived;
    private readonly LogHead _head;
    private readonly SignetMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<LogSequencer> _logger;
    private readonly Channel<Submission> _queue;
    private readonly QuarantineLimiter _limiter = new();

    public LogSequencer(
        AuditorOptions options, ISegmentStore segments, IDerivedStore derived, LogHead head, SignetMetrics metrics,
        TimeProvider time, ILogger<LogSequencer> logger)
    {
        (_options, _segments, _derived, _head, _metrics, _time, _logger) = (options, segments, derived, head, metrics, time, logger);
        _queue = Channel.CreateBounded<Submission>(new BoundedChannelOptions(options.QueueBound) { SingleReader = true });
    }

    /// <summary>Queues a submission; when there is no room, or nobody writes, it is to be sent again.</summary>
    public Task<CommitOutcome> SubmitAsync(Submission submission)
    {
        if (!_queue.Writer.TryWrite(submission))
        {
            submission.Complete(CommitOutcome.Retry);
        }

        return submission.Outcome;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await WriteEpochAsync(stoppingToken).ConfigureAwait(false) == SlotResult.Theirs)
            {
                Log.StartedOver(_logger);
            }

            throw new InvalidOperationException("A writer of a higher epoch has taken over the log.");
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            _head.StopWriting();
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var submission))
            {
                submission.Complete(CommitOutcome.Retry);
            }
        }
    }

    private static bool IsStateDue(LogState state) =>
        state.Head.NextSegment == state.EpochSegment || state.Head.NextSegment % StateEvery == 0;

    private async Task<SlotResult> WriteEpochAsync(CancellationToken stoppingToken)
    {
        // :: Step 1: recover.
        var state = await new LogRecovery(_options, _segments, _derived).RecoverAsync(stoppingToken).ConfigureAwait(false);
        if (state.Ended)
        {
            throw new InvalidOperationException("The log has ended; a new one has to continue it.");
        }

        // :: Step 2: fence.
        var clock = new ClockGuard(_time);
        var writer = new SegmentWriter(_segments, _time, _logger);
        using var key = ChainKey.ForEpoch(_options.ChainRootSecret.Span, _options.LogId, state.Epoch + 1, state.Head.NextSegment);
        var opening = OpeningEntries(state);
        var result = await StoreAsync(state, key, writer, clock, opening, stoppingToken).ConfigureAwait(false);
        Log.EpochOpened(_logger, state.Epoch, state.Head.Size);

        // :: Step 3: write, until somebody else does.
        while (result == SlotResult.Ours)
        {
            var batch = await TakeAsync(state, stoppingToken).ConfigureAwait(false);
            result = await StoreAsync(state, key, writer, clock, batch, stoppingToken).ConfigureAwait(false);
        }

        return result;
    }

    private List<Submission> OpeningEntries(LogState state)
    {
        var bodies = new List<EntryBody>();
        if (state.Head.Size == 0)
        {
            using var signer = new CheckpointSigner(_options.LogId, _options.CheckpointSeed.Span);
            bodies.Add(new GenesisBody
            {
                LogId = _options.LogId,
                CreatedAt = _time.GetUtcNow(),
                KeyId = _options.ChainKeyId,
                CheckpointVkey = signer.VerifierKey.ToString(),
                SlotMode = _options.SlotMode,
                Storage = _options.Storage,
                Settings = _options.Settings,
            });
        }

        bodies.Add(new EpochBody { Epoch = state.Epoch + 1, Writer = _options.WriterId, KeyId = _options.ChainKeyId });
        if (state.Head.Size > 0 && state.Settings != _options.Settings && SettingsChange(state.Settings!) is { } change)
        {
            bodies.Add(change);
        }

        return [new EntrySubmission(bodies)];
    }

    /// <summary>What the configuration promises otherwise than the log; retention is only ever raised.</summary>
    private SettingsBody? SettingsChange(LedgerSettings promised)
    {
        var wanted = _options.Settings with { RetainDays = Math.Max(_options.Settings.RetainDays, promised.RetainDays) };
        var same = wanted with { Anchors = promised.Anchors } == promised &&
            wanted.Anchors with { Tsas = promised.Anchors.Tsas } == promised.Anchors &&
            wanted.Anchors.Tsas.SequenceEqual(promised.Anchors.Tsas);
        return same ? null : new SettingsBody { Settings = wanted };
    }

    /// <summary>Takes everything that waits; when nothing does, waits for something, or for the time of an entry of the auditor's own.</summary>
    private async Task<List<Submission>> TakeAsync(LogState state, CancellationToken cancellationToken)
    {
        var batch = new List<Submission>();
        while (batch.Count == 0)
        {
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var submission))
            {
                batch.Add(submission);
            }

            AddOwnEntries(state, batch);
            if (batch.Count > 0)
            {
                break;
            }

            using var tick = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var timer = Task.Delay(Tick, _time, tick.Token);
            await Task.WhenAny(_queue.Reader.WaitToReadAsync(cancellationToken).AsTask(), timer).ConfigureAwait(false);
            await tick.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return batch;
    }

    private void AddOwnEntries(LogState state, List<Submission> batch)
    {
        var now = _time.GetUtcNow();
        if (_limiter.Flush(now) is { } held)
        {
            batch.Add(new EntrySubmission([held]));
        }

        var gaps = GapSweep.Find(state, now);
        if (gaps.Count > 0)
        {
            batch.Add(new EntrySubmission(gaps));
        }

        if (batch.Count == 0 && now - state.Head.RecordedAt >= _options.HeartbeatInterval)
        {
            batch.Add(new EntrySubmission([new HeartbeatBody { IntervalSeconds = (long)_options.HeartbeatInterval.TotalSeconds }]));
        }
    }

    private async Task<SlotResult> StoreAsync(
        LogState state, ChainKey key, SegmentWriter writer, ClockGuard clock, List<Submission> batch, CancellationToken cancellationToken)
    {
        var outcomes = new List<(Submission Submission, CommitOutcome Outcome)>(batch.Count);
        try
        {
            if (clock.Read(state.Head.RecordedAt) is not { } now)
            {
                Log.ClockInDoubt(_logger);
                _head.StopWriting();
                await Task.Delay(Tick, _time, cancellationToken).ConfigureAwait(false);
                return SlotResult.Ours;
            }

            var builder = new SegmentBuilder(_options.LogId, _options.ChainKeyId, key, state.Head);
            foreach (var submission in batch)
            {
                outcomes.Add((submission, Append(builder, state, submission, now)));
            }

            var result = SlotResult.Ours;
            if (builder.Count > 0)
            {
                result = await SealAndStoreAsync(builder, state, key, writer, now, cancellationToken).ConfigureAwait(false);
            }

            // If the process ends here the segment is found by recovery; whoever wasn't told sends again and is told then.
            if (result == SlotResult.Ours)
            {
                foreach (var (submission, outcome) in outcomes)
                {
                    submission.Complete(outcome);
                }
            }

            return result;
        }
        finally
        {
            foreach (var submission in batch)
            {
                submission.Complete(CommitOutcome.Retry);
            }
        }
    }

    private async Task<SlotResult> SealAndStoreAsync(
        SegmentBuilder builder, LogState state, ChainKey key, SegmentWriter writer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Digest? stateDigest = null;
        if (IsStateDue(state))
        {
            // Stored first: a state without its segment is overwritten by whoever fills the slot, a seal without its state is a broken promise.
            var octets = StateCodec.Write(state, builder.NextSeq, builder.Edge, builder.LastMac, builder.RecordedAt);
            stateDigest = Digest.Of(octets);
            await StoreStateAsync(state.Head.NextSegment, octets, cancellationToken).ConfigureAwait(false);
        }

        var segment = builder.Seal(stateDigest, now);
        var began = _time.GetTimestamp();
        var result = await writer.WriteAsync(segment, state.Epoch, cancellationToken).ConfigureAwait(false);
        if (result == SlotResult.Ours)
        {
            state.Head = segment.Head;
            key.Ratchet();
            _metrics.SegmentStored(builder.Count, _time.GetElapsedTime(began));
            _metrics.TreeSize(segment.Head.Size);
            _metrics.AnchoredTreeSize(state.AnchoredSize);
            _metrics.AnchorLag(state.UnanchoredSince is { } since ? now - since : TimeSpan.Zero);
            _head.Advance(new LogPosition(segment.Head.Size, segment.Root, state.UnanchoredSince, state.AnchoredSize), state.KeySnapshot());
        }

        return result;
    }

    private async Task StoreStateAsync(long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await _derived.PutAsync(_options.LogId, StateCodec.NameOf(segment), octets, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (StoreException exception)
            {
                Log.StateNotStored(_logger, segment, exception.Message);
                await Task.Delay(Tick, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private CommitOutcome Append(SegmentBuilder builder, LogState state, Submission submission, DateTimeOffset now)
    {
        if (!builder.HasRoom)
        {
            return CommitOutcome.Retry;
        }

        switch (submission)
        {
            case EventSubmission { SignedEvent: { } signedEvent }:
                return Append(builder, state, signedEvent, now);
            case QuarantineSubmission { Body: { } body }:
                _metrics.Quarantined(JsonNamingPolicy.SnakeCaseLower.ConvertName(body.Why.ToString()));
                return Quarantine(builder, state, body, now);
            case EntrySubmission { Bodies: { } bodies }:
                foreach (var body in bodies)
                {
                    Append(builder, state, body, now);
                }

                return CommitOutcome.Recorded;
            default:
                throw new InvalidOperationException("Not a submission.");
        }
    }

    private CommitOutcome Append(SegmentBuilder builder, LogState state, SignedEvent signedEvent, DateTimeOffset now)
    {
        var position = signedEvent.Event.Producer;
        var epoch = state.Find(position);
        if (epoch is not null && epoch.Progress.Contains(position.Seq))
        {
            // Acknowledged with this batch, not at once: the first arrival may stand in it.
            return epoch.IsRepetition(position.Seq, signedEvent.Digest) == true
                ? CommitOutcome.Recorded
                : Quarantine(builder, state, QuarantineOf(signedEvent, QuarantineReason.Conflict), now);
        }

        if (position.Seq > (epoch?.Progress.Next ?? 0) + EpochProgress.MaxAhead)
        {
            return CommitOutcome.Retry;
        }

        Append(builder, state, new CommitBody { SignedEvent = signedEvent }, now);
        return CommitOutcome.Recorded;
    }

    private CommitOutcome Quarantine(SegmentBuilder builder, LogState state, QuarantineBody body, DateTimeOffset now)
    {
        if (_limiter.Take(body, now) is { } single)
        {
            Append(builder, state, single, now);
        }

        return CommitOutcome.Quarantined;
    }

    private static void Append(SegmentBuilder builder, LogState state, EntryBody body, DateTimeOffset now)
    {
        var seq = builder.NextSeq;
        builder.Append(body, now);
        state.Apply(new Entry(seq, builder.RecordedAt, body));
    }

    private static QuarantineBody QuarantineOf(SignedEvent signedEvent, QuarantineReason why) => new()
    {
        Sha256 = signedEvent.Digest,
        Bytes = signedEvent.Octets.Length,
        Count = 1,
        Why = why,
        ClaimedProducer = signedEvent.Event.Producer.Id,
    };

    private static partial class Log
    {
        [LoggerMessage(1010, LogLevel.Information, "Writing epoch {Epoch}; the log has {Size} entries.")]
        public static partial void EpochOpened(ILogger logger, long epoch, long size);

        [LoggerMessage(1011, LogLevel.Warning, "Another writer filled a slot; starting again from the store.")]
        public static partial void StartedOver(ILogger logger);

        [LoggerMessage(1012, LogLevel.Error, "The clock can't be believed: it is behind the log, or jumped ahead. Nothing is written until it is right.")]
        public static partial void ClockInDoubt(ILogger logger);

        [LoggerMessage(1013, LogLevel.Warning, "The state of segment {Segment} could not be stored; trying again. {Reason}")]
        public static partial void StateNotStored(ILogger logger, long segment, string reason);
    }
}
