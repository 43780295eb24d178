namespace Signet.Messaging.Spool;

/// <summary>Hears of what a spool does; on any thread, and not for long.</summary>
public interface ISpoolObserver
{
    /// <summary>It holds more or less than before, or is in another state.</summary>
    void Changed(SpoolStatus status);

    /// <summary>Events were made durable.</summary>
    /// <param name="duration">How long writing and synchronising took.</param>
    void Synchronised(TimeSpan duration);

    /// <summary>So many events were refused in this state; their producer sends them again.</summary>
    void Refused(SpoolState state, int events);

    /// <summary>Events that had been acknowledged were quarantined by the auditor.</summary>
    void Quarantined(int events);

    /// <summary>The disk failed.</summary>
    /// <param name="error">The kind of the exception.</param>
    void DiskFailed(string error);
}
