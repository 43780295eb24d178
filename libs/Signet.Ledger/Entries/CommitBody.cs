using Signet.Ledger.Events;

namespace Signet.Ledger.Entries;

/// <summary>A commit event and its producer's signature, as they arrived.</summary>
public sealed record CommitBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "commit";

    /// <summary>The event.</summary>
    public required SignedEvent SignedEvent { get; init; }
}
