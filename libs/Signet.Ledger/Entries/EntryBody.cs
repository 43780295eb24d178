namespace Signet.Ledger.Entries;

/// <summary>What an entry says. One class for each type of format 1, section 1.</summary>
public abstract record EntryBody
{
    private protected EntryBody()
    {
    }

    /// <summary>The wire name of the type, which is also the name of the member that holds the body.</summary>
    public abstract string Type { get; }
}
