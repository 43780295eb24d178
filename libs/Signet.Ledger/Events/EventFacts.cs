namespace Signet.Ledger.Events;

/// <summary>What the log itself needs to know of an event: its name and its identity.</summary>
/// <param name="Id">The event's name.</param>
/// <param name="Producer">The producer.</param>
/// <param name="Epoch">The producer's epoch.</param>
/// <param name="Seq">The event's number in that epoch.</param>
internal readonly record struct EventFacts(Guid Id, string Producer, Guid Epoch, long Seq);
