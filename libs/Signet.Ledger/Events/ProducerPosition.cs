namespace Signet.Ledger.Events;

/// <summary>The identity of an event: which producer, which of its epochs, which number (format 1, section 2).</summary>
/// <param name="Id">The producer: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
/// <param name="Epoch">A UUID version 7, new at each process start.</param>
/// <param name="Seq">0, 1, 2, … within the epoch.</param>
public readonly record struct ProducerPosition(string Id, Guid Epoch, long Seq);
