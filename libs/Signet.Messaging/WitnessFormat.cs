namespace Signet.Messaging;

/// <summary>
/// Checkpoints on their way between auditor and the service that takes them to witnesses. What goes out is the body of a witness's
/// <c>add-checkpoint</c>; what comes back is the checkpoint's note with the witness's signature line.
/// </summary>
public static class WitnessFormat
{
    /// <summary>The path of the newest checkpoint below the auditor's address; <c>?old=</c> says where its proof starts.</summary>
    public const string CheckpointPath = "witness/checkpoint";

    /// <summary>The path of cosigned checkpoints; the witness's name in the settings follows.</summary>
    public const string CosignedPath = "witness/cosigned";

    /// <summary>The most octets of a cosigned checkpoint.</summary>
    public const int MaxNoteOctets = 16 * 1024;
}
