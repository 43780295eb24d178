using Signet.Ledger.Entries;
using Signet.Ledger.Receipts;

namespace Signet.Cli.Logs;

/// <summary>What came of checking a promise or a proof.</summary>
/// <param name="Result">The word for it.</param>
/// <param name="LogId">The log that it was checked against.</param>
internal sealed record ReceiptOutcome(ReceiptResult Result, string LogId)
{
    /// <summary>Why it ended so; null where everything is as it should be.</summary>
    public string? Reason { get; init; }

    /// <summary>The entry that it is about; null where there is none.</summary>
    public Entry? Entry { get; init; }

    /// <summary>The size of the checkpoint that a promise was proved under.</summary>
    public long? CheckpointSize { get; init; }

    /// <summary>The proof that a promise was kept.</summary>
    public InclusionReceipt? Proof { get; init; }

    /// <summary>0 it holds, 1 it is broken or forged, 2 it can't be decided yet.</summary>
    public int ExitCode => Result switch
    {
        ReceiptResult.Kept or ReceiptResult.Holds => ExitCodes.Success,
        ReceiptResult.NotProved => ExitCodes.NotVerified,
        _ => ExitCodes.Failure,
    };
}
