using Signet.Ledger.Entries;

namespace Signet.Cli.Counting;

/// <summary>
/// Counts entries by the values of some dimensions. Foreign values come by the million: behind the first so many, all others are counted together,
/// so that memory stays flat.
/// </summary>
internal sealed class EntryCounts(IReadOnlyList<Dimension> dimensions)
{
    /// <summary>The most groups that are told apart.</summary>
    public const int MaxGroups = 10_000;

    /// <summary>The value of entries behind the first groups.</summary>
    public const string Others = "(others)";

    private readonly Dictionary<string, CountedGroup> _groups = new(StringComparer.Ordinal);

    public IReadOnlyList<Dimension> Dimensions { get; } = dimensions;

    /// <summary>All entries counted.</summary>
    public long Entries { get; private set; }

    /// <summary>The groups, the largest first.</summary>
    public IEnumerable<CountedGroup> Groups => _groups.Values.OrderByDescending(group => group.Entries)
        .ThenBy(group => string.Join('\0', group.Values), StringComparer.Ordinal);

    public void Add(Entry entry)
    {
        Entries++;
        var values = Dimensions.Select(dimension => dimension.Of(entry)).ToArray();

        // With its length before each value, no two lists of values have one key.
        var key = string.Concat(values.Select(value => value is null ? "-:" : $"{value.Length}:{value}"));
        if (!_groups.TryGetValue(key, out var group))
        {
            if (_groups.Count >= MaxGroups)
            {
                key = Others;
                values = [.. values.Select(_ => Others)];
            }

            if (!_groups.TryGetValue(key, out group))
            {
                _groups[key] = group = new CountedGroup(values);
            }
        }

        group.Add(entry.Body is CommitBody { SignedEvent.Event.Details.Count: { } count } ? count : 1);
    }
}
