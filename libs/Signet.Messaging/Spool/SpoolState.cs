namespace Signet.Messaging.Spool;

/// <summary>How a spool is.</summary>
public enum SpoolState
{
    /// <summary>What it takes is delivered at once, or nothing is there.</summary>
    Delivering,

    /// <summary>It takes events and can't deliver them now.</summary>
    HeldUp,

    /// <summary>There is no room: it takes nothing until something was delivered.</summary>
    Full,

    /// <summary>Its oldest event has waited for too long: it takes nothing until that was delivered.</summary>
    Overdue,

    /// <summary>Its disk can't be written: it takes nothing, and tries again with another file when it is asked to.</summary>
    Failed,

    /// <summary>What it holds isn't what was stored: it takes and delivers nothing any more.</summary>
    Damaged,
}
