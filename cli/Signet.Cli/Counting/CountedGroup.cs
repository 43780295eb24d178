namespace Signet.Cli.Counting;

/// <summary>The entries that share their values.</summary>
internal sealed class CountedGroup(IReadOnlyList<string?> values)
{
    /// <summary>One value for each dimension; null where the entries have none.</summary>
    public IReadOnlyList<string?> Values { get; } = values;

    public long Entries { get; private set; }

    /// <summary>What they stand for: an event may stand for many requests that were refused alike.</summary>
    public long Occurrences { get; private set; }

    public void Add(long occurrences)
    {
        Entries++;
        Occurrences += occurrences;
    }
}
