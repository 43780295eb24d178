using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Messaging.Spool;

namespace Signet.Gateway.Commits;

/// <summary>
/// The one producer of this process. Its loop alone numbers and signs events and sends them; whoever records waits for the answer
/// of the transport.
/// <list type="number">
/// <item>The key exists in this process alone, unless the settings name one, and is enrolled before the first event.</item>
/// <item>What queued while a send was in flight makes the next batch, under one signature; a batch never waits to fill.</item>
/// <item>A number once used is sent, in the same octets, until its fate is known. When the process dies before, the auditor records
/// the hole: nothing that waited for those events was released. With a spool the next process closes the epoch that this one left open.</item>
/// </list>
/// </summary>
internal sealed partial class CommitPublisher : BackgroundService, IEventRecorder
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);
    private const int MaxTurns = 8;

    private static readonly TimeSpan AliveInterval = TimeSpan.FromSeconds(60);

    private readonly ICommitTransport _transport;
    private readonly IProducerEnrolment _enrolment;
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly SignetMetrics _metrics;
    private readonly ILogger<CommitPublisher> _logger;
    private readonly CommitSigner _signer;
    private readonly Channel<PendingCommit> _queue;
    private readonly CommitDeadlines _deadlines;
    private readonly ITimer _sweep;
    private readonly CancellationTokenSource _draining = new();
    private readonly ICommitSpool? _spool;
    private readonly SpoolReports? _spoolReports;

    // Owned by the loop.
    private readonly CommitBatch _batch;
    private bool _sentSinceAlive;
    private TimeSpan _backoff = TimeSpan.Zero;

    // These come through the queue like everything else, so that the loop waits for one thing only.
    private readonly PendingCommit _aliveTick = new(new EventDraft(EventPhase.Alive, null, []), default);
    private readonly PendingCommit _spoolTick = new(new EventDraft(EventPhase.Spooling, null, []), default);

    private long _unavailable;
    private volatile bool _isEnrolled;
    private volatile bool _lastSendFailed;
    private volatile bool _isQuarantined;

    public CommitPublisher(
        ICommitTransport transport,
        IProducerEnrolment enrolment,
        IOptions<GatewayOptions> options,
        TimeProvider time,
        SignetMetrics metrics,
        ILogger<CommitPublisher> logger)
    {
        (_transport, _enrolment, _options, _time, _metrics, _logger) = (transport, enrolment, options.Value, time, metrics, logger);
        var epoch = Guid.CreateVersion7(time.GetUtcNow());
        _signer = CommitKey.Open(_options, epoch);
        _batch = new CommitBatch(_signer, _options.ProducerId, epoch);
        _queue = Channel.CreateBounded<PendingCommit>(new BoundedChannelOptions(_options.QueueLength)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        _deadlines = new CommitDeadlines(_options.RecordTimeout, time);
        if (transport is ICommitSpool spool)
        {
            (_spool, _spoolReports) = (spool, new SpoolReports(spool));
            spool.DeliveryChanged += () => _queue.Writer.TryWrite(_spoolTick);
        }

        _sweep = time.CreateTimer(_ => Sweep(), null, _deadlines.SweepEvery, _deadlines.SweepEvery);
    }

    /// <summary>True once the key stands in the log.</summary>
    public bool IsEnrolled => _isEnrolled;

    /// <summary>False while the transport doesn't take events, or what it takes counts for nothing: the key may have been revoked.</summary>
    public bool IsSending => !_lastSendFailed && !_isQuarantined;

    public AcknowledgementLevel Level => _transport.Level;

    /// <summary>What the spool holds, where there is one.</summary>
    public SpoolStatus? Spool => _spool?.Status;

    /// <summary>The key that the receipts verify against.</summary>
    public ReadOnlyMemory<byte> PublicKey => _signer.PublicKey;

    public ValueTask<SignedEvent?> RecordAsync(EventDraft draft)
    {
        var pending = new PendingCommit(draft, _time.GetUtcNow());
        _deadlines.Add(pending);
        if (_spool is { Status.TakesEvents: false } || !_queue.Writer.TryWrite(pending))
        {
            Tell(pending, recorded: false);
        }

        return pending.Fate;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // Nothing new; what is queued still goes out, then `closed`, within the drain time.
        _queue.Writer.TryComplete();
        _draining.CancelAfter(_options.DrainTimeout);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _queue.Writer.TryComplete();
        _sweep.Dispose();
        _signer.Dispose();
        _draining.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _metrics.AcknowledgementLevel(Level.ToString().ToLowerInvariant());
        try
        {
            await EnrolAsync(stoppingToken);
            await RunAsync(_draining.Token);
        }
        catch (OperationCanceledException)
        {
            if (_batch.Count + _queue.Reader.Count is var left && left > 0)
            {
                Log.Undelivered(_logger, left);
            }
        }
        finally
        {
            _queue.Writer.TryComplete();
            foreach (var pending in _batch.Events)
            {
                Tell(pending, recorded: false);
            }

            while (_queue.Reader.TryRead(out var pending))
            {
                Tell(pending, recorded: false);
            }
        }
    }

    private async Task EnrolAsync(CancellationToken cancellationToken)
    {
        var enrolment = new ProducerEnrolment(_options.ProducerId, _signer.KeyId, _signer.Alg, _signer.PublicKey, _options.Evidence);
        for (var wait = FirstBackoff; !_isEnrolled; wait = Next(wait))
        {
            try
            {
                await _enrolment.EnrolAsync(enrolment, cancellationToken);
                _isEnrolled = true;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.NotEnrolled(_logger, exception.GetType().Name);
                await Task.Delay(wait, _time, cancellationToken);
            }
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var limit = new SendLimit(SendTimeout, _time, cancellationToken);
        using var alive = _time.CreateTimer(_ => _queue.Writer.TryWrite(_aliveTick), null, AliveInterval, AliveInterval);
        Add(OfProducer(EventPhase.Opened, CloseLeftOpen()));
        do
        {
            await GatherAsync();
            TakeQueued();
            await SendAsync(limit, cancellationToken);
        }
        while (_batch.Count > 0 || await _queue.Reader.WaitToReadAsync(CancellationToken.None));

        Add(OfProducer(EventPhase.Closed, Unavailable()));
        _batch.Sign();
        while (_batch.Count > 0)
        {
            await SendAsync(limit, cancellationToken);
        }

        if (_spool is not null)
        {
            await _spool.DrainAsync(cancellationToken);
        }
    }

    /// <summary>Closes the epoch that an earlier process left in the spool, under this one's key; it has no more events than stand there.</summary>
    private IReadOnlyList<EventMetadata> CloseLeftOpen()
    {
        if (_spool?.LeftOpen is not { } last || last.Id != _options.ProducerId)
        {
            return [];
        }

        Add(OfProducer(EventPhase.Closed, []), last with { Seq = last.Seq + 1 });
        _batch.Sign();
        return [new EventMetadata("previous_epoch", last.Epoch.ToString("D"))];
    }

    /// <summary>
    /// Lets whoever is ready to run do so first, as long as that brings more events: on a busy machine a signature then covers more of
    /// them, and on an idle one nobody waits.
    /// </summary>
    private async ValueTask GatherAsync()
    {
        for (var (seen, turns) = (0, 0); turns < MaxTurns && _queue.Reader.Count is var queued && queued > seen && queued < EventSignature.MaxBatch; turns++)
        {
            seen = queued;
            await Task.Yield();
        }
    }

    private void TakeQueued()
    {
        if (_batch.Count == 0 && _spoolReports?.Due(_batch.NextSeq) is { } report)
        {
            Add(OfProducer(report.Phase, report.Metadata));
        }

        while (!_batch.IsFull && _queue.Reader.TryRead(out var pending))
        {
            if (pending == _aliveTick)
            {
                SayAlive();
            }
            else if (pending != _spoolTick)
            {
                Add(pending);
            }
        }

        _batch.Sign();
    }

    private void SayAlive()
    {
        if (_sentSinceAlive || Volatile.Read(ref _unavailable) > 0)
        {
            EventMetadata next = new("next_seq", _batch.NextSeq.ToString(CultureInfo.InvariantCulture));
            Add(OfProducer(EventPhase.Alive, [next, .. Unavailable()]));
            _sentSinceAlive = false;
        }
    }

    private PendingCommit OfProducer(EventPhase phase, IReadOnlyList<EventMetadata> metadata) =>
        new(new EventDraft(phase, null, metadata), _time.GetUtcNow());

    private void Add(PendingCommit pending, ProducerPosition? place = null)
    {
        if (!(place is { } at ? _batch.TryAdd(pending, at) : _batch.TryAdd(pending)))
        {
            Log.Unsignable(_logger, pending.Draft.Phase);
            Tell(pending, recorded: false);
        }
    }

    private async Task SendAsync(SendLimit limit, CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        var outcomes = await TrySendAsync(limit, cancellationToken) ?? Enumerable.Repeat(CommitOutcome.Retry, _batch.Count).ToArray();
        TellFates(outcomes);
        _batch.Keep(outcomes);
        _lastSendFailed = _batch.Count > 0;
        if (_lastSendFailed)
        {
            _backoff = Next(_backoff);
            await Task.Delay(_backoff, _time, cancellationToken);
        }
        else
        {
            _backoff = TimeSpan.Zero;
        }
    }

    private void TellFates(IReadOnlyList<CommitOutcome> outcomes)
    {
        var (recorded, quarantined) = (false, false);
        for (var i = 0; i < outcomes.Count; i++)
        {
            var (pending, outcome) = (_batch.Events[i], outcomes[i]);
            _metrics.CommitEventSent(EventWords.Of(pending.Draft.Phase), Words.Of(outcome));
            _sentSinceAlive |= outcome != CommitOutcome.Retry && pending.Draft.Phase != EventPhase.Alive;
            switch (outcome)
            {
                case CommitOutcome.Recorded:
                    Tell(pending, recorded: true);
                    recorded = true;
                    break;
                case CommitOutcome.Quarantined:
                    Log.Quarantined(_logger, pending.Signed!.Event.Producer.Seq);
                    Tell(pending, recorded: false);
                    quarantined = true;
                    break;
                default:
                    break;
            }
        }

        _isQuarantined = !recorded && (quarantined || _isQuarantined);
    }

    private async ValueTask<IReadOnlyList<CommitOutcome>?> TrySendAsync(SendLimit limit, CancellationToken cancellationToken)
    {
        try
        {
            using var span = SignetTracing.Publish(_batch.Events.Select(pending => pending.Span).OfType<ActivityContext>());
            span?.SetTag("messaging.batch.message_count", _batch.Count);

            // The wait is bounded even where a transport ignores its token.
            var token = limit.Begin();
            var sending = _transport.SendAsync(_batch.Wires(), token);
            var outcomes = sending.IsCompletedSuccessfully ? sending.Result : await sending.AsTask().WaitAsync(token);
            limit.End();
            return outcomes.Count == _batch.Count ? outcomes : null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _batch.LeaveWires();
            Log.SendFailed(_logger, exception.GetType().Name);
            return null;
        }
    }

    private void Sweep()
    {
        // The event stays queued: what has been decided is recorded, if late.
        while (_deadlines.TakeExpired() is { } pending)
        {
            Tell(pending, recorded: false);
        }
    }

    private void Tell(PendingCommit pending, bool recorded)
    {
        _deadlines.Remove(pending);
        if (pending.Resolve(recorded) && !recorded && pending.Draft.Details is not null)
        {
            CountUnavailable();
        }
    }

    private static TimeSpan Next(TimeSpan wait) => wait == TimeSpan.Zero ? FirstBackoff : wait * 2 < MaxBackoff ? wait * 2 : MaxBackoff;

    private void CountUnavailable()
    {
        Interlocked.Increment(ref _unavailable);
        _metrics.RecordingUnavailable();
    }

    private IReadOnlyList<EventMetadata> Unavailable()
    {
        var count = Interlocked.Exchange(ref _unavailable, 0);
        return count == 0 ? [] : [new EventMetadata("recording_unavailable", count.ToString(CultureInfo.InvariantCulture))];
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Warning, "The commit key could not be enrolled ({Error}); trying again.")]
        public static partial void NotEnrolled(ILogger logger, string error);

        [LoggerMessage(101, LogLevel.Warning, "Events could not be sent ({Error}); trying again.")]
        public static partial void SendFailed(ILogger logger, string error);

        [LoggerMessage(102, LogLevel.Error, "Event {Seq} was quarantined; its request was not answered.")]
        public static partial void Quarantined(ILogger logger, long seq);

        [LoggerMessage(103, LogLevel.Error, "An event of phase {Phase} breaks a limit of the format and can't be signed.")]
        public static partial void Unsignable(ILogger logger, EventPhase phase);

        [LoggerMessage(104, LogLevel.Error, "The gateway stops with {Count} events undelivered.")]
        public static partial void Undelivered(ILogger logger, int count);
    }
}
