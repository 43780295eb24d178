namespace Signet.Gateway.Commits;

/// <summary>
/// Who waits, in the order they came. All wait equally long, so one sweep finds those whose time is over at the front, and nobody needs a
/// timer of their own. The list is threaded through the commits themselves. Safe for concurrent use.
/// </summary>
internal sealed class CommitDeadlines(TimeSpan patience, TimeProvider time)
{
    private readonly Lock _lock = new();
    private PendingCommit? _first;
    private PendingCommit? _last;

    /// <summary>How often to sweep so that nobody waits for much longer than the patience.</summary>
    public TimeSpan SweepEvery { get; } = TimeSpan.FromMilliseconds(Math.Clamp(patience.TotalMilliseconds / 16, 5, 250));

    public void Add(PendingCommit pending)
    {
        lock (_lock)
        {
            (pending.WaitsSince, pending.Earlier) = (time.GetTimestamp(), _last);
            if (_last is null)
            {
                _first = pending;
            }
            else
            {
                _last.Later = pending;
            }

            _last = pending;
        }
    }

    /// <summary>Does nothing for one that isn't there.</summary>
    public void Remove(PendingCommit pending)
    {
        lock (_lock)
        {
            if (pending.Earlier is null && _first != pending)
            {
                return;
            }

            if (pending.Earlier is null)
            {
                _first = pending.Later;
            }
            else
            {
                pending.Earlier.Later = pending.Later;
            }

            if (pending.Later is null)
            {
                _last = pending.Earlier;
            }
            else
            {
                pending.Later.Earlier = pending.Earlier;
            }

            (pending.Earlier, pending.Later) = (null, null);
        }
    }

    /// <summary>Takes out the one that has waited longest, if its time is over.</summary>
    public PendingCommit? TakeExpired()
    {
        PendingCommit? first;
        lock (_lock)
        {
            first = _first;
            if (first is null || time.GetElapsedTime(first.WaitsSince) < patience)
            {
                return null;
            }
        }

        Remove(first);
        return first;
    }
}
