using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Cli.Remote;
using Signet.Ledger.Receipts;

namespace Signet.Cli.Commands;

/// <summary><c>signet receipt fetch ID LOG</c>: the proof that an event stands in a log (R1), or that it stood there at a time (R2).</summary>
internal static class ReceiptFetchCommand
{
    private const string LatestCheckpoint = "checkpoint";

    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "An event's id, or the promise (R0) that came with an answer." };
        var anchored = new Option<bool>("--anchored") { Description = "The proof under a time-stamp (R2), which needs no key of the log. Default: under the newest checkpoint (R1)." };
        var output = new Option<string?>("--out") { Description = "Write it to this file. Default: standard output." };
        var json = new Option<bool>("--json") { Description = "Print the proof as JSON, with what it is of; --out gets the proof itself." };
        var log = new LogArguments();
        var command = new Command("fetch", "Get the proof of an event from a running auditor or from a store, and check it. Exit code 1: the log has none.") { id, anchored, output, json };
        log.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetValue(id)!;
            var eventId = Guid.TryParseExact(text, "D", out var given) ? given
                : PromiseReceipt.TryParse(text, out var promise) ? promise!.Entry
                : throw new UserErrorException("ID is the id of an event, or a promise.");
            using var source = await log.OpenAsync(parsed, cancellationToken);
            var receipt = source switch
            {
                RemoteLog remote => await FetchAsync(remote, eventId, parsed.GetValue(anchored), cancellationToken),
                StoreEntrySource store => await MakeAsync(store, eventId, parsed.GetValue(anchored), cancellationToken),
                _ => null,
            };
            if (receipt is null)
            {
                throw new LogFaultException(parsed.GetValue(anchored) ? "The log has no time-stamped proof of that event, or not yet." : "The log has no proof of that event, or not yet.");
            }

            if (parsed.GetValue(output) is not null || !parsed.GetValue(json))
            {
                await using var file = OutputFile.Open(parsed.GetValue(output));
                await file.Writer.WriteAsync(receipt);
                await file.CompleteAsync();
            }

            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(Json(source.LogId, eventId, parsed.GetValue(anchored), receipt));
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static string Json(string logId, Guid eventId, bool anchored, string receipt) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-receipt-fetch/1",
        ["log_id"] = logId,
        ["event_id"] = eventId.ToString("D"),
        ["level"] = anchored ? "R2" : "R1",
        ["receipt"] = receipt,
    });

    private static async Task<string?> FetchAsync(RemoteLog log, Guid eventId, bool anchored, CancellationToken cancellationToken)
    {
        if (await log.GetAsync($"log/receipts/{eventId:D}{(anchored ? "/anchored" : "")}", cancellationToken) is not { } text)
        {
            return null;
        }

        var head = (await log.ReadHeadAsync(cancellationToken))!;
        var holds = anchored
            ? AnchoredReceipt.TryParse(text, out var second) && second!.Verify(log.LogId, _ => null) is not null
            : InclusionReceipt.TryParse(text, out var first) && first!.Verify(head.Key) is not null;
        return holds ? text : throw new LogFaultException("The auditor's proof does not hold.");
    }

    private static async Task<string?> MakeAsync(StoreEntrySource source, Guid eventId, bool anchored, CancellationToken cancellationToken)
    {
        if (await StoreReceipts.ReadAsync(source, eventId, cancellationToken) is not { } receipts)
        {
            return null;
        }

        if (anchored)
        {
            return receipts.UnderAnchor(source.LogId, source.Log.Trust.CheckAnchor)?.ToString();
        }

        var head = await source.ReadHeadAsync(cancellationToken) ?? throw new UserErrorException("There is no checkpoint that can be checked; give --vkey.");
        var note = await source.Log.Derived.ReadAsync(source.LogId, LatestCheckpoint, cancellationToken);
        var receipt = note is { } octets ? receipts.Under(Encoding.UTF8.GetString(octets.Span), head.Checkpoint.Size) : null;
        return receipt?.Verify(head.Key) is null ? null : receipt.ToString();
    }
}
