using System.CommandLine;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Ledger.Entries;
using Signet.Storage;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit tail DIR</c>: the last entries of a log, one a line.</summary>
internal static class AuditTailCommand
{
    private const int MaxLines = 100_000;

    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A data directory of `signet up`, or a store: a directory or s3://BUCKET/PREFIX." };
        var lines = new Option<int>("--lines", "-n") { Description = "How many entries, at most 100,000.", DefaultValueFactory = _ => 10 };
        var all = new Option<bool>("--all") { Description = "Seals too." };
        var logId = new Option<string?>("--log-id") { Description = "The log, where a store holds several." };
        var command = new Command("tail", "Print the last entries of a log. Verifies nothing.") { directory, lines, all, logId };
        var store = new StoreArguments();
        store.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var count = parsed.GetValue(lines);
            if (count is < 1 or > MaxLines)
            {
                throw new UserErrorException($"--lines is from 1 to {MaxLines}.");
            }

            var log = await LogLocation.OpenAsync(
                parsed.GetValue(directory)!, new TrustOptions { LogId = parsed.GetValue(logId) }, store.ReadS3(parsed), cancellationToken);
            var last = new Queue<Entry>(count);
            try
            {
                await foreach (var stored in LogEntries.ReadAsync(log.Segments, log.LogId, 0, cancellationToken))
                {
                    if (stored.Entry.Body is SealBody && !parsed.GetValue(all))
                    {
                        continue;
                    }

                    if (last.Count == count)
                    {
                        last.Dequeue();
                    }

                    last.Enqueue(stored.Entry);
                }
            }
            catch (StoreException exception)
            {
                throw new UserErrorException(exception.Message, exception);
            }

            foreach (var entry in last)
            {
                await Console.Out.WriteLineAsync(EntryLine.Of(entry));
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
