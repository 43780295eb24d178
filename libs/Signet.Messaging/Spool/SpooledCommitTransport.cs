using Signet.Ledger.Events;

namespace Signet.Messaging.Spool;

/// <summary>
/// Stores events on a local disk before anybody is answered, and delivers them behind: in the order they came, in the same octets, across
/// outages and restarts. Recorded means synchronised. When it is full, late, or can't write, it takes nothing, and says so at once.
/// </summary>
public sealed class SpooledCommitTransport : ICommitSpool, IAsyncDisposable
{
    // A failure that the next attempt mends isn't told: each telling is an event in the log.
    private static readonly TimeSpan HeldUpAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly SpoolSettings _settings;
    private readonly ISpoolDisk _disk;
    private readonly ICommitTransport _transport;
    private readonly ISpoolObserver _observer;
    private readonly TimeProvider _time;
    private readonly SpoolJournal _journal;
    private readonly SpoolSender _sender;
    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;

    // Delivering, or why the last append was refused.
    private volatile SpoolState _refusal = SpoolState.Delivering;
    private volatile bool _isDamaged;
    private volatile bool _isHeldUp;

    private SpooledCommitTransport(
        SpoolSettings settings, ISpoolDisk disk, SpoolJournal journal, ICommitTransport transport, ISpoolObserver observer, TimeProvider time)
    {
        (_settings, _disk, _journal, _transport, _observer, _time) = (settings, disk, journal, transport, observer, time);
        _sender = new SpoolSender(journal, transport, observer, time);
        if (journal.Last is { } last && SignedEvent.TryParse(last, out var signed) && signed!.Event.Phase != EventPhase.Closed)
        {
            LeftOpen = signed.Event.Producer;
        }

        _sending = Task.Run(SendAllAsync);
    }

    /// <inheritdoc/>
    public event Action? DeliveryChanged;

    /// <inheritdoc/>
    public AcknowledgementLevel Level => AcknowledgementLevel.Spool;

    /// <inheritdoc/>
    public ProducerPosition? LeftOpen { get; }

    /// <inheritdoc/>
    public SpoolStatus Status
    {
        get
        {
            var age = _sender.Oldest is > 0 and var at ? _time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(at) : TimeSpan.Zero;
            var state = _isDamaged ? SpoolState.Damaged
                : _refusal != SpoolState.Delivering ? _refusal
                : age > _settings.MaxAge ? SpoolState.Overdue
                : _isHeldUp ? SpoolState.HeldUp : SpoolState.Delivering;
            return new SpoolStatus(state, _journal.Bytes, _journal.Undelivered, age > TimeSpan.Zero ? age : TimeSpan.Zero);
        }
    }

    /// <summary>Opens the spool, checks all that it holds, and begins to deliver it.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="transport">What it delivers to; disposed with it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="observer">Hears of what it does.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    /// <exception cref="SpoolException">Another process has it, or what it holds can't be used.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public static SpooledCommitTransport Open(
        SpoolSettings settings, ICommitTransport transport, TimeProvider time, ISpoolObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(transport);
        settings.Validate();
        return Open(settings, SpoolDisk.Open(settings.Path), transport, time, observer);
    }

    internal static SpooledCommitTransport Open(
        SpoolSettings settings, ISpoolDisk disk, ICommitTransport transport, TimeProvider time, ISpoolObserver? observer = null)
    {
        try
        {
            return new SpooledCommitTransport(
                settings, disk, SpoolJournal.Open(disk, settings, time), transport, observer ?? SilentSpoolObserver.Instance, time);
        }
        catch
        {
            disk.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A batch is one write and one synchronisation; what comes meanwhile waits and is the next. Whoever stops waiting for a slow disk and
    /// sends again stores an event twice; the auditor knows the second for a repetition.
    /// </remarks>
    public async ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var outcomes = new CommitOutcome[events.Count];
        outcomes.AsSpan().Fill(CommitOutcome.Retry);
        try
        {
            await _appending.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return outcomes;
        }

        try
        {
            // Whoever gave the list may change it once it stops waiting.
            var batch = events.ToArray();
            int stored = await Task.Run(() => Append(batch), CancellationToken.None).ConfigureAwait(false);
            Array.Fill(outcomes, CommitOutcome.Recorded, 0, stored);
        }
        finally
        {
            _appending.Release();
        }

        return outcomes;
    }

    /// <inheritdoc/>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        while (_journal.Undelivered > 0 && !_sending.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Poll, _time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Stops delivering and gives the directory free; what wasn't delivered stays there.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
        await _appending.WaitAsync().ConfigureAwait(false);
        _sender.Dispose();
        _journal.Dispose();
        _disk.Dispose();
        (_transport as IDisposable)?.Dispose();
        _stop.Dispose();
        _appending.Dispose();
    }

    /// <summary>How many of the events are durable: the first ones.</summary>
    private int Append(ReadOnlyMemory<byte>[] events)
    {
        int stored = 0;
        while (stored < events.Length)
        {
            var state = Status.State;
            if (state is SpoolState.Damaged or SpoolState.Overdue)
            {
                _observer.Refused(state, events.Length - stored);
                break;
            }

            int count = CountOfFrame(events.AsSpan(stored));
            try
            {
                long began = _time.GetTimestamp();
                if (!_journal.TryAppend(events.AsSpan(stored, count)))
                {
                    _refusal = SpoolState.Full;
                    _observer.Refused(SpoolState.Full, events.Length - stored);
                    break;
                }

                _observer.Synchronised(_time.GetElapsedTime(began));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _refusal = SpoolState.Failed;
                _observer.DiskFailed(exception.GetType().Name);
                _observer.Refused(SpoolState.Failed, events.Length - stored);
                break;
            }

            stored += count;
            _refusal = SpoolState.Delivering;
            _sender.Wake();
        }

        _observer.Changed(Status);
        return stored;
    }

    private static int CountOfFrame(ReadOnlySpan<ReadOnlyMemory<byte>> events)
    {
        int count = 0;
        int length = 0;
        while (count < events.Length && (length += SpoolFrame.LengthOf(events[count])) <= SpoolFrame.MaxLength)
        {
            count++;
        }

        return count > 0 ? count : throw new ArgumentException("An event is larger than any frame.", nameof(events));
    }

    private async Task SendAllAsync()
    {
        try
        {
            await _sender.RunAsync(TellChange, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            // Nothing is delivered any more, so nothing more is taken either.
            _isDamaged = true;
            _observer.DiskFailed(exception.GetType().Name);
            _observer.Changed(Status);
        }
    }

    private void TellChange()
    {
        var failingSince = _sender.FailingSince;
        bool isHeldUp = failingSince != 0 && (_isHeldUp || _time.GetElapsedTime(failingSince) >= HeldUpAfter);
        bool isChanged = isHeldUp != _isHeldUp;
        _isHeldUp = isHeldUp;

        // Whoever was refused tries again by himself; this is for those who don't ask because it is full.
        if (_refusal == SpoolState.Full && _journal.Undelivered == 0)
        {
            _refusal = SpoolState.Delivering;
        }

        _observer.Changed(Status);
        if (isChanged)
        {
            DeliveryChanged?.Invoke();
        }
    }
}
