namespace Signet.Gateway.Streaming;

/// <summary>How an <see cref="AnswerGate"/> stands.</summary>
internal enum GateState
{
    /// <summary>More may come.</summary>
    Open,

    /// <summary>The inspection has ended the answer.</summary>
    Stopped,

    /// <summary>The answer breaks the wire format in a way that would hide content.</summary>
    Malformed,

    /// <summary>The answer holds what the surface doesn't know by name, and the policy doesn't let that pass.</summary>
    Unknown,

    /// <summary>More is held back than the gateway keeps.</summary>
    TooMuchHeld,

    /// <summary>A decision couldn't be recorded.</summary>
    Unrecorded,
}
