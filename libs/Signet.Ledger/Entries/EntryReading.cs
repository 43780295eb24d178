namespace Signet.Ledger.Entries;

/// <summary>What came of reading an entry.</summary>
/// <param name="Status">Whether the octets are an entry.</param>
/// <param name="Entry">The entry, exactly when they are.</param>
public readonly record struct EntryReading(EntryStatus Status, Entry? Entry);
