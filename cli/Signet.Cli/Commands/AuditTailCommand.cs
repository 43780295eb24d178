using System.CommandLine;
using Signet.Cli.Exports;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Ledger.Entries;
using Signet.Storage;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit tail LOG</c>: the last entries of a log, one a line.</summary>
internal static class AuditTailCommand
{
    private const int MaxLines = 100_000;

    public static Command Create()
    {
        var lines = new Option<int>("--lines", "-n") { Description = "How many entries, at most 100,000.", DefaultValueFactory = _ => 10 };
        var all = new Option<bool>("--all") { Description = "Seals too." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line, as `audit export --format jsonl` does." };
        var log = new LogArguments();
        var command = new Command("tail", "Print the last entries of a log. Of a store it verifies nothing; what an auditor sends is held against its signed checkpoint.")
        {
            lines, all, json,
        };
        log.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var count = parsed.GetValue(lines);
            if (count is < 1 or > MaxLines)
            {
                throw new UserErrorException($"--lines is from 1 to {MaxLines}.");
            }

            using var source = await log.OpenAsync(parsed, cancellationToken);
            var last = await ReadAsync(source, count, parsed.GetValue(all), cancellationToken);
            foreach (var stored in last)
            {
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? ExportRecord.Json(source.LogId, stored) : EntryLine.Of(stored.Entry));
            }

            return ExitCodes.Success;
        });
        return command;
    }
    private static async Task<Queue<StoredEntry>> ReadAsync(IEntrySource source, int count, bool all, CancellationToken cancellationToken)
    {
        try
        {
            // An auditor's log is read from where its end may be; seals are left out, so that may turn out to be too late.
            var size = EntrySources.IsRemote(source.Place) ? (await source.ReadHeadAsync(cancellationToken))!.Checkpoint.Size : 0;
            var start = Math.Max(0, size - (4L * count) - 256);
            var last = await ReadAsync(source, start, count, all, cancellationToken);
            return last.Count == count || start == 0 ? last : await ReadAsync(source, 0, count, all, cancellationToken);
        }
        catch (StoreException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
    }

    private static async Task<Queue<StoredEntry>> ReadAsync(IEntrySource source, long from, int count, bool all, CancellationToken cancellationToken)
    {
        var last = new Queue<StoredEntry>();
        await foreach (var stored in source.ReadAsync(from, cancellationToken))
        {
            if (stored.Entry.Body is SealBody && !all)
            {
                continue;
            }

            if (last.Count == count)
            {
                last.Dequeue();
            }

            last.Enqueue(stored);
        }

        return last;
    }
}
