namespace Signet.Gateway.Commits;

/// <summary>
/// Ends a send that takes too long, or when the publisher has to end. One timer and one source for all sends, made anew only after they
/// have ended one. Owned by the publisher's loop.
/// </summary>
internal sealed class SendLimit(TimeSpan timeout, TimeProvider time, CancellationToken ending) : IDisposable
{
    private CancellationTokenSource? _source;
    private ITimer? _timer;

    /// <summary>A send begins.</summary>
    public CancellationToken Begin()
    {
        // The timer may have fired when the last send was over already.
        if (_source is null or { IsCancellationRequested: true })
        {
            Dispose();
            var source = CancellationTokenSource.CreateLinkedTokenSource(ending);
            (_source, _timer) = (source, time.CreateTimer(_ => Cancel(source), null, timeout, Timeout.InfiniteTimeSpan));
        }
        else
        {
            _timer!.Change(timeout, Timeout.InfiniteTimeSpan);
        }

        return _source.Token;
    }

    /// <summary>It is over.</summary>
    public void End() => _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer?.Dispose();
        _source?.Dispose();
    }

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer fired as the publisher ended: there is nothing left to end.
        }
    }
}
