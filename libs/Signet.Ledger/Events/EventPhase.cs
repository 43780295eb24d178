namespace Signet.Ledger.Events;

/// <summary>Where in the life of a request, or of a producer, an event stands (format 1, section 2).</summary>
public enum EventPhase
{
    /// <summary>The request may go to the model.</summary>
    Admitted,

    /// <summary>The request doesn't go to the model.</summary>
    Refused,

    /// <summary>A tool call was judged.</summary>
    ToolCall,

    /// <summary>The answer was ended before its own end.</summary>
    Aborted,

    /// <summary>The answer was complete.</summary>
    Completed,

    /// <summary>The producer has begun an epoch.</summary>
    Opened,

    /// <summary>The producer is alive and says which number comes next.</summary>
    Alive,

    /// <summary>The producer writes to its own file, because events can't be delivered.</summary>
    Spooling,

    /// <summary>The producer has delivered what it had written to its own file.</summary>
    Drained,

    /// <summary>The producer has ended an epoch.</summary>
    Closed,
}
