namespace Signet.DaprSidecar;

/// <summary>What a sidecar has done since it started.</summary>
internal sealed class Statistics
{
    private long _published;
    private long _delivered;
    private long _acknowledged;
    private long _lost;

    public void Published() => Interlocked.Increment(ref _published);

    public void Delivered(int count) => Interlocked.Add(ref _delivered, count);

    public void Acknowledged(int count) => Interlocked.Add(ref _acknowledged, count);

    /// <summary>Acknowledged to the broker, and not done.</summary>
    public void Lost(int count) => Interlocked.Add(ref _lost, count);

    public object Read() => new
    {
        published = Interlocked.Read(ref _published),
        delivered = Interlocked.Read(ref _delivered),
        acknowledged = Interlocked.Read(ref _acknowledged),
        lost = Interlocked.Read(ref _lost),
    };
}
