namespace Signet.Ledger.Entries;

/// <summary>Whether octets are an entry.</summary>
public enum EntryStatus
{
    /// <summary>They are.</summary>
    WellFormed,

    /// <summary>They are a JSON object, written otherwise than the format has it.</summary>
    NonCanonical,

    /// <summary>They aren't an entry of the format.</summary>
    Malformed,
}
