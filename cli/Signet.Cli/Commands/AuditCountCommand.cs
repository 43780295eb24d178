using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Signet.Cli.Counting;
using Signet.Cli.Logs;
using Signet.Cli.Output;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit count LOG</c>: how many entries there are of what.</summary>
internal static class AuditCountCommand
{
    private const int MaxDimensions = 4;

    public static Command Create()
    {
        var by = new Option<string[]>("--by")
        {
            Description = $"Count by {string.Join(", ", Dimension.All.Select(dimension => dimension.Name))}. Repeatable. Default: kind.",
        };
        var top = new Option<int>("--top") { Description = "The most groups that are printed, 1 to 10,000.", DefaultValueFactory = _ => 100 };
        var json = new Option<bool>("--json") { Description = "Print the counts as JSON." };
        var log = new LogArguments();
        var filter = new FilterArguments();
        var command = new Command("count", "Count the entries of a log. Verifies nothing but the tree head.") { by, top, json };
        log.AddTo(command);
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var names = parsed.GetValue(by) is { Length: > 0 } given ? given : ["kind"];
            if (names.Length > MaxDimensions || names.Distinct().Count() < names.Length)
            {
                throw new UserErrorException($"--by takes at most {MaxDimensions} different dimensions.");
            }

            if (parsed.GetValue(top) is not (>= 1 and <= EntryCounts.MaxGroups and var most))
            {
                throw new UserErrorException($"--top is from 1 to {EntryCounts.MaxGroups}.");
            }

            var counts = new EntryCounts([.. names.Select(Dimension.Named)]);
            var wanted = filter.Read(parsed);
            using var source = await log.OpenAsync(parsed, cancellationToken);
            var walk = new EntryWalk(source);
            await foreach (var stored in walk.ReadAsync(cancellationToken))
            {
                if (wanted.Matches(stored.Entry))
                {
                    counts.Add(stored.Entry);
                }
            }

            var basis = walk.Basis();
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? Json(counts, wanted.Period, basis, most) : Text(counts, basis, most));
            return basis.Agrees is false ? ExitCodes.Failure : ExitCodes.Success;
        });
        return command;
    }

    private static string Text(EntryCounts counts, EntryBasis basis, int most)
    {
        var rows = counts.Groups.Take(most).Select(IReadOnlyList<string> (group) =>
            [.. group.Values.Select(value => value switch { null => "-", "" => "(empty)", _ => value }), Number(group.Entries), Number(group.Occurrences)]).ToList();
        var table = TextTable.Of([.. counts.Dimensions.Select(dimension => dimension.Name), "entries", "occurrences"], rows);
        return $"{table}\n\n{Number(counts.Entries)} entries counted.\n{BasisOutput.Text(basis)}";
    }

    private static string Json(EntryCounts counts, Period period, EntryBasis basis, int most) => JsonText.Of(new JsonObject
    {
        ["format"] = "signet-count/1",
        ["basis"] = BasisOutput.Json(basis),
        ["since"] = period.Since?.UtcDateTime,
        ["until"] = period.Until?.UtcDateTime,
        ["by"] = new JsonArray([.. counts.Dimensions.Select(dimension => (JsonNode)dimension.Name)]),
        ["entries"] = counts.Entries,
        ["groups"] = new JsonArray([.. counts.Groups.Take(most).Select(group => new JsonObject
        {
            ["values"] = new JsonArray([.. group.Values.Select(value => (JsonNode?)value)]),
            ["entries"] = group.Entries,
            ["occurrences"] = group.Occurrences,
        })]),
        ["groups_left_off"] = Math.Max(0, counts.Groups.Count() - most),
    });

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
