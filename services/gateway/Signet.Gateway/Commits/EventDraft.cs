using Signet.Ledger.Events;

namespace Signet.Gateway.Commits;

/// <summary>What an event says, before it has a number and a signature.</summary>
internal sealed record EventDraft(EventPhase Phase, EventDecisionDetails? Details, IReadOnlyList<EventMetadata> Metadata);
