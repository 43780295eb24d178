namespace Signet.Ledger.Entries;

/// <summary>One entry of a log.</summary>
/// <param name="Seq">0, 1, 2, … without a gap.</param>
/// <param name="RecordedAt">The writer's clock, or the last entry's time where that is later.</param>
/// <param name="Body">What it says.</param>
public sealed record Entry(long Seq, DateTimeOffset RecordedAt, EntryBody Body)
{
    /// <summary>The most octets of an entry.</summary>
    public const int MaxOctets = 65_535;
}
