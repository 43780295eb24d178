namespace Signet.Ledger.Entries;

/// <summary>The log promises otherwise from here on.</summary>
public sealed record SettingsBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "settings";

    /// <summary>What it promises now.</summary>
    public required LedgerSettings Settings { get; init; }
}
