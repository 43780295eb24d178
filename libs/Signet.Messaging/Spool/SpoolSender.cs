namespace Signet.Messaging.Spool;

/// <summary>
/// Delivers what is spooled, in order, for as long as it takes. What was delivered is noted durably before anything more is sent, so that no more than
/// one batch is ever sent again after a crash: the log remembers at least the last 256 events of an epoch.
/// </summary>
internal sealed class SpoolSender(SpoolJournal journal, ICommitTransport transport, ISpoolObserver observer, TimeProvider time) : IDisposable
{
    /// <summary>The most events of one send.</summary>
    public const int MaxBatch = 256;

    private const int MaxBatchOctets = SpoolFrame.MaxLength;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _stored = new(0, 1);
    private readonly List<(ReadOnlyMemory<byte> Octets, long StoredAt)> _window = [];
    private readonly List<ReadOnlyMemory<byte>> _batch = [];
    private TimeSpan _backoff = TimeSpan.Zero;
    private long _oldest;
    private long _failingSince;

    /// <summary>When the oldest event that waits was stored, in milliseconds since 1970; 0 when none waits.</summary>
    public long Oldest => Volatile.Read(ref _oldest);

    /// <summary>Since when nothing could be delivered, as a timestamp of the clock; 0 while something can.</summary>
    public long FailingSince => Volatile.Read(ref _failingSince);

    /// <summary>Something was stored.</summary>
    public void Wake()
    {
        if (_stored.CurrentCount == 0)
        {
            try
            {
                _stored.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else woke it.
            }
        }
    }

    /// <summary>Sends until it is cancelled.</summary>
    /// <param name="changed">Called after each attempt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SpoolException">What is spooled isn't what was stored.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task RunAsync(Action changed, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill();
            if (_window.Count == 0)
            {
                Volatile.Write(ref _failingSince, 0);
                changed();
                await _stored.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            bool isDelivered = await SendAsync(cancellationToken).ConfigureAwait(false);
            if (isDelivered)
            {
                _backoff = TimeSpan.Zero;
                if (_window.Count < MaxBatch)
                {
                    // What is left came while this batch was sent.
                    Volatile.Write(ref _failingSince, 0);
                }

                changed();
            }
            else
            {
                Interlocked.CompareExchange(ref _failingSince, time.GetTimestamp(), 0);
                changed();
                _backoff = _backoff == TimeSpan.Zero ? FirstBackoff : _backoff * 2 < MaxBackoff ? _backoff * 2 : MaxBackoff;
                await Task.Delay(_backoff, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _stored.Dispose();

    private void Fill()
    {
        while (_window.Count < MaxBatch && journal.ReadNext() is { } frame)
        {
            foreach (var octets in frame.Events)
            {
                _window.Add((octets, frame.Header.StoredAt));
            }
        }

        Volatile.Write(ref _oldest, _window.Count == 0 ? 0 : _window[0].StoredAt);
    }

    /// <summary>True when everything that was sent is delivered.</summary>
    private async Task<bool> SendAsync(CancellationToken cancellationToken)
    {
        _batch.Clear();
        int octets = 0;
        foreach (var one in _window)
        {
            if (_batch.Count == MaxBatch || (_batch.Count > 0 && octets + one.Octets.Length > MaxBatchOctets))
            {
                break;
            }

            _batch.Add(one.Octets);
            octets += one.Octets.Length;
        }

        var outcomes = await TrySendAsync(cancellationToken).ConfigureAwait(false);
        int settled = 0;
        int quarantined = 0;
        while (settled < outcomes.Count && outcomes[settled] != CommitOutcome.Retry)
        {
            quarantined += outcomes[settled] == CommitOutcome.Quarantined ? 1 : 0;
            settled++;
        }

        if (settled > 0)
        {
            await NoteAsync(settled, cancellationToken).ConfigureAwait(false);
            _window.RemoveRange(0, settled);
            Fill();
        }

        if (quarantined > 0)
        {
            observer.Quarantined(quarantined);
        }

        return settled == _batch.Count;
    }

    private async Task<IReadOnlyList<CommitOutcome>> TrySendAsync(CancellationToken cancellationToken)
    {
        try
        {
            var outcomes = await transport.SendAsync(_batch.ToArray(), cancellationToken).ConfigureAwait(false);
            return outcomes.Count == _batch.Count ? outcomes : [];
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A transport that breaks its contract: nothing is known, so all of it is sent again.
            return [];
        }
    }

    private async Task NoteAsync(int settled, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                journal.Deliver(settled);
                return;
            }
            catch (IOException exception)
            {
                observer.DiskFailed(exception.GetType().Name);
                await Task.Delay(MaxBackoff, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
