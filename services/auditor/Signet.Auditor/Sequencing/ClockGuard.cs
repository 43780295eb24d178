namespace Signet.Auditor.Sequencing;

/// <summary>
/// Refuses to write under a clock that can't be right (format 1, section 1): more than 60 s behind the last entry, or more than 300 s
/// ahead of what the uptime since the last look explains.
/// </summary>
internal sealed class ClockGuard
{
    private static readonly TimeSpan MaxBehind = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxAhead = TimeSpan.FromSeconds(300);

    private readonly TimeProvider _time;
    private DateTimeOffset _seenAt;
    private long _seenStamp;

    public ClockGuard(TimeProvider time)
    {
        _time = time;
        (_seenAt, _seenStamp) = (time.GetUtcNow(), time.GetTimestamp());
    }

    /// <summary>The time, or null while the clock can't be believed.</summary>
    public DateTimeOffset? Read(DateTimeOffset lastRecordedAt)
    {
        var (now, stamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        var explained = _seenAt + _time.GetElapsedTime(_seenStamp, stamp);
        if (lastRecordedAt - now > MaxBehind || now - explained > MaxAhead)
        {
            return null;
        }

        (_seenAt, _seenStamp) = (now, stamp);
        return now;
    }
}
