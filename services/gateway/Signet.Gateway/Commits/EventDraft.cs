using Signet.Ledger.Events;

namespace Signet.Gateway.Commits;

/// <summary>What an event says, before it has a number and a signature.</summary>
internal sealed record EventDraft(EventPhase Phase, EventDecisionDetails? Details, IReadOnlyList<EventMetadata> Metadata)
{
    /// <summary>Its id, a UUID of version 7, where something else is already called by it; null for a new one.</summary>
    public Guid? Id { get; init; }
}
