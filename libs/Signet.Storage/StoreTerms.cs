namespace Signet.Storage;

/// <summary>What a log's first entry says of the store it is written to.</summary>
/// <param name="Storage"><c>directory</c> or <c>s3</c>.</param>
/// <param name="SlotMode"><c>conditional</c> or <c>claim</c> (ledger format 1, section 4).</param>
/// <param name="RetainDays">For how many days the store locks each segment; 0 for a store that can't.</param>
public sealed record StoreTerms(string Storage, string SlotMode, long RetainDays)
{
    /// <summary>The terms of a directory: create-only by link(2), and nothing locked.</summary>
    public static StoreTerms Directory { get; } = new("directory", "conditional", 0);
}
