namespace Signet.Messaging.Spool;

/// <summary>Tells nobody.</summary>
internal sealed class SilentSpoolObserver : ISpoolObserver
{
    public static SilentSpoolObserver Instance { get; } = new();

    public void Changed(SpoolStatus status)
    {
    }

    public void Synchronised(TimeSpan duration)
    {
    }

    public void Refused(SpoolState state, int events)
    {
    }

    public void Quarantined(int events)
    {
    }

    public void DiskFailed(string error)
    {
    }
}
