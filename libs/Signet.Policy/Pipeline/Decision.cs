namespace Signet.Policy.Pipeline;

/// <summary>What a check says. The greater value wins when decisions are combined.</summary>
public enum Decision
{
    /// <summary>Nothing to object.</summary>
    Allow = 0,

    /// <summary>Go on with the text edited.</summary>
    Redact = 1,

    /// <summary>Not without somebody's approval.</summary>
    Escalate = 2,

    /// <summary>No.</summary>
    Block = 3,
}
