namespace Signet.Anchorer;

/// <summary>What came of taking a checkpoint to a witness.</summary>
internal enum WitnessResult
{
    /// <summary>It cosigned, and the cosigned checkpoint is kept.</summary>
    Cosigned,

    /// <summary>There is nothing new to cosign.</summary>
    Idle,

    /// <summary>It doesn't know the log or its key, or answered otherwise than the protocol says.</summary>
    Refused,

    /// <summary>What it saw before and this log don't go together: one of the two has another history.</summary>
    Disagrees,

    /// <summary>Its answer holds no valid cosignature of its key.</summary>
    Unsigned,

    /// <summary>It, or the auditor, can't be reached or took too long.</summary>
    Unreachable,
}
