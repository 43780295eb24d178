namespace Signet.Policy.Limits;

/// <summary>What requests must have in common to share a limit.</summary>
[Flags]
internal enum LimitScope
{
    /// <summary>Nothing: one limit for all.</summary>
    None = 0,

    /// <summary>The owner; for requests that nobody answers for, the source.</summary>
    Owner = 1,

    /// <summary>The model asked for.</summary>
    Model = 2,

    /// <summary>The address that the connection came from.</summary>
    Source = 4,
}
