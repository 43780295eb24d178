using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
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
            Description = "A data directory of `signet up`, or a store: a directory or s3://BUCKET/PREFIX.",
            DefaultValueFactory = _ => "signet-data",
        };
        var logId = new Option<string?>("--log-id") { Description = "The log, where a store holds several." };
        var command = new Command("show", "Print the entries of a request, an event or a number, as they are stored. Verifies nothing.") { id, data, logId };
        var store = new StoreArguments();
        store.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(id)!;
            var log = await LogLocation.OpenAsync(parsed.GetValue(data)!, new TrustOptions { LogId = parsed.GetValue(logId) }, store.ReadS3(parsed), cancellationToken);
            var found = false;
            try
            {
                await foreach (var stored in LogEntries.ReadAsync(log.Segments, log.LogId, 0, cancellationToken))
                {
                    if (Matches(stored.Entry, wanted))
                    {
                        found = true;
                        await Console.Out.WriteLineAsync(Pretty(stored));
                    }
                }
            }
            catch (StoreException exception)
            {
                throw new UserErrorException(exception.Message, exception);
            }

            return found ? ExitCodes.Success : throw new UserErrorException($"Nothing in the log has the id {wanted}.");
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
