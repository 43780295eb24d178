using System.Globalization;
using System.Text.Json.Nodes;
using Signet.Cli.Logs;
using Signet.Ledger.Entries;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>What came of checking a receipt, for people or for programs.</summary>
internal static class ReceiptOutput
{
    public static string Text(ReceiptOutcome outcome) => outcome.Result switch
    {
        ReceiptResult.Kept => string.Create(
            CultureInfo.InvariantCulture,
            $"KEPT  entry {outcome.Entry!.Seq} of log {outcome.LogId}, proved under the checkpoint of size {outcome.CheckpointSize}\n  {EntryLine.Of(outcome.Entry)}"),
        ReceiptResult.NotProved => string.Create(CultureInfo.InvariantCulture, $"KEPT, BUT NOT PROVED  the event is entry {outcome.Entry!.Seq}; {outcome.Reason}"),
        ReceiptResult.Holds => string.Create(CultureInfo.InvariantCulture, $"HOLDS  entry {outcome.Entry!.Seq} stands in log {outcome.LogId}\n  {EntryLine.Of(outcome.Entry)}"),
        ReceiptResult.DoesNotHold => $"DOES NOT HOLD  {outcome.Reason}",
        _ => "NOT KEPT  " + SafeText.Of(outcome.Reason!),
    };

    public static string Json(ReceiptOutcome outcome) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-receipt/1",
        ["kind"] = outcome.Result is ReceiptResult.Holds or ReceiptResult.DoesNotHold ? "proof" : "promise",
        ["result"] = outcome.Result switch
        {
            ReceiptResult.Kept => "kept",
            ReceiptResult.NotProved => "not_proved",
            ReceiptResult.Holds => "holds",
            ReceiptResult.DoesNotHold => "does_not_hold",
            _ => "not_kept",
        },
        ["reason"] = outcome.Reason,
        ["log_id"] = outcome.LogId,
        ["seq"] = outcome.Entry?.Seq,
        ["event_id"] = (outcome.Entry?.Body as CommitBody)?.SignedEvent.Event.Id.ToString("D"),
        ["checkpoint_size"] = outcome.CheckpointSize,
    });
}
