using Signet.Ledger.Entries;

namespace Signet.Cli.Counting;

/// <summary>Which entries of a log are meant: those of a period that have one of the wanted values in every dimension that is named.</summary>
internal sealed record EntryFilter(Period Period, IReadOnlyList<(Dimension Dimension, IReadOnlySet<string> Wanted)> Wanted)
{
    public bool Matches(Entry entry) =>
        Period.Holds(entry.RecordedAt) && Wanted.All(item => item.Dimension.Of(entry) is { } value && item.Wanted.Contains(value));
}
