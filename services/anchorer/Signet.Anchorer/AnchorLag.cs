using Signet.Messaging;

namespace Signet.Anchorer;

/// <summary>
/// How long the oldest entry that is due an anchor has been waiting. It goes on growing while the auditor can't be asked: what was due then
/// is still due for all that is known.
/// </summary>
internal sealed class AnchorLag(TimeProvider time, IAnchorObserver observer)
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _oldest;

    public TimeSpan Current
    {
        get
        {
            lock (_gate)
            {
                TimeSpan lag = _oldest is { } oldest ? time.GetUtcNow() - oldest : TimeSpan.Zero;
                return lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
            }
        }
    }

    public void Saw(AnchorDuty? duty)
    {
        lock (_gate)
        {
            _oldest = duty?.OldestAt;
        }

        Tell();
    }

    public void Tell() => observer.Lagged(Current);
}
