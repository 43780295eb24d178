namespace Signet.Cli.Logs;

/// <summary>What a check of a receipt can end with.</summary>
internal enum ReceiptResult
{
    /// <summary>A promise: the log holds what was promised, under a checkpoint that was verified.</summary>
    Kept,

    /// <summary>A promise: the log holds what was promised, and no checkpoint covers it yet.</summary>
    NotProved,

    /// <summary>A promise: it is forged, or the log doesn't hold what was promised.</summary>
    NotKept,

    /// <summary>A proof: the log committed to the entry.</summary>
    Holds,

    /// <summary>A proof: the log never committed to the entry.</summary>
    DoesNotHold,
}
