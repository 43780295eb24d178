namespace Signet.Ledger.Entries;

/// <summary>The log is closed. A successor names it as its previous log.</summary>
public sealed record EndBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "end";
}
