using System.CommandLine;
using Signet.Cli.Exports;
using Signet.Cli.Logs;
using Signet.Cli.Output;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit export LOG</c>: the entries of a log for other programs, one after the other.</summary>
internal static class AuditExportCommand
{
    public static Command Create()
    {
        var format = new Option<string>("--format") { Description = $"{string.Join(", ", EntryExports.Names)}.", DefaultValueFactory = _ => "jsonl" };
        format.CompletionSources.Add(EntryExports.Names);
        var output = new Option<string?>("--out") { Description = "Write to this file, which gets its name when it is whole. Default: standard output." };
        var log = new LogArguments();
        var filter = new FilterArguments();
        var command = new Command("export", "Write the entries of a log as JSON Lines, CSV, CloudEvents or OCSF.") { format, output };
        log.AddTo(command);
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var form = EntryExports.Named(parsed.GetValue(format)!);
            var wanted = filter.Read(parsed);
            using var source = await log.OpenAsync(parsed, cancellationToken);
            var walk = new EntryWalk(source);
            await using var file = OutputFile.Open(parsed.GetValue(output));
            var (written, left) = (0L, 0L);
            if (form.Head is { } head)
            {
                await file.Writer.WriteAsync(head + '\n');
            }

            await foreach (var stored in walk.ReadAsync(cancellationToken))
            {
                if (!wanted.Matches(stored.Entry))
                {
                    continue;
                }

                if (form.Line(source.LogId, stored) is { } line)
                {
                    written++;
                    await file.Writer.WriteAsync(line + '\n');
                }
                else
                {
                    left++;
                }
            }

            var basis = walk.Basis();
            if (basis.Agrees is not false)
            {
                await file.CompleteAsync();
            }

            await Console.Error.WriteLineAsync(
                $"{written} entries written{(left > 0 ? $", {left} left out: the form has no place for them" : "")}.\n{BasisOutput.Text(basis)}");
            return basis.Agrees is false ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }
}
