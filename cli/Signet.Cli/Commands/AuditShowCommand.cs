using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Cli.Exports;
using Signet.Cli.Logs;
using Signet.Ledger.Entries;
using Signet.Shared.Terminal;
using Signet.Storage;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit show ID</c>: every entry of a request, an event, or a number.</summary>
internal static class AuditShowCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,

        // As stored, so that keys and signatures can be copied; what a terminal must not see is escaped line by line.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "A correlation id, an event id, or an entry's number." };
        var data = new Option<string>("--data")
        {
            Description = "A data directory of `signet up`, a store (a directory or s3://BUCKET/PREFIX), or a running auditor (http://… or https://…).",
            DefaultValueFactory = _ => "signet-data",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line, as `audit export --format jsonl` does." };
        var command = new Command("show", "Print the entries of a request, an event or a number, as they are stored. Of a store it verifies nothing; what an auditor sends is held against its signed checkpoint.")
        {
            id, data, json,
        };
        var trust = new TrustArguments();
        var store = new StoreArguments();
        trust.AddTo(command);
        store.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(id)!;
            using var log = await EntrySources.OpenAsync(parsed.GetValue(data)!, trust.Read(parsed), store.ReadS3(parsed), cancellationToken);
            var found = false;
            try
            {
                var number = long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : (long?)null;
                await foreach (var stored in log.ReadAsync(number ?? 0, cancellationToken))
                {
                    if (Matches(stored.Entry, wanted))
                    {
                        found = true;
                        await Console.Out.WriteLineAsync(parsed.GetValue(json) ? ExportRecord.Json(log.LogId, stored) : Pretty(stored));
                    }

                    if (number is not null)
                    {
                        break;
                    }
                }
            }
            catch (StoreException exception)
            {
                throw new UserErrorException(exception.Message, exception);
            }

            if (!found)
            {
                await Console.Error.WriteLineAsync($"signet: {SafeText.Of($"Nothing in the log has the id {wanted}.")}");
            }

            return found ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static bool Matches(Entry entry, string wanted) =>
        entry.Seq.ToString(CultureInfo.InvariantCulture) == wanted ||
        (entry.Body is CommitBody { SignedEvent.Event: { } value } &&
            (string.Equals(value.Id.ToString("D"), wanted, StringComparison.OrdinalIgnoreCase) ||
                string.Equals(value.Details?.RequestId, wanted, StringComparison.OrdinalIgnoreCase)));

    private static string Pretty(StoredEntry stored)
    {
        var json = JsonNode.Parse(Encoding.UTF8.GetString(stored.Octets.Span))!.ToJsonString(Indented);
        return string.Join('\n', json.Split('\n').Select(SafeText.Of));
    }
}
