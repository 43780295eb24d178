using System.CommandLine;
using Signet.Cli.Counting;

namespace Signet.Cli.Commands;

/// <summary>The options by which commands are told which entries of a log are meant.</summary>
internal sealed class FilterArguments
{
    private static readonly string[] Filterable = ["kind", "phase", "decision", "owner", "check", "model", "surface", "tool", "producer"];

    private readonly Option<string?> _since = new("--since")
    {
        Description = "From this time on, by the log's clock: a UTC date or time, or so long ago (90m, 24h, 7d, 4w).",
    };

    private readonly Option<string?> _until = new("--until") { Description = "Before this time, in the same forms." };

    private readonly List<(Dimension Dimension, Option<string[]> Option)> _options =
    [
        .. Filterable.Select(name => (Dimension.Named(name), new Option<string[]>("--" + name) { Description = $"Only entries with this {name}. Repeatable: any of them." })),
    ];

    public void AddTo(Command command, bool periodOnly = false)
    {
        command.Add(_since);
        command.Add(_until);
        foreach (var (_, option) in periodOnly ? [] : _options)
        {
            command.Add(option);
        }
    }

    /// <exception cref="UserErrorException">A time can't be read.</exception>
    public Period ReadPeriod(ParseResult parsed) => Period.Parse(parsed.GetValue(_since), parsed.GetValue(_until), TimeProvider.System.GetUtcNow());

    /// <exception cref="UserErrorException">A time can't be read.</exception>
    public EntryFilter Read(ParseResult parsed) => new(
        ReadPeriod(parsed),
        [
            .. _options.Select(item => (item.Dimension, Wanted: (IReadOnlySet<string>)(parsed.GetValue(item.Option) ?? []).ToHashSet(StringComparer.Ordinal)))
                .Where(item => item.Wanted.Count > 0),
        ]);
}
