using Signet.Ledger.Events;

namespace Signet.Messaging.Spool;

/// <summary>A transport that stores events on this machine before it delivers them.</summary>
public interface ICommitSpool : ICommitTransport
{
    /// <summary>What it holds.</summary>
    SpoolStatus Status { get; }

    /// <summary>
    /// The last event that an earlier process stored here, unless that said that nothing follows; null without one. The producer
    /// closes its epoch. Doesn't change.
    /// </summary>
    ProducerPosition? LeftOpen { get; }

    /// <summary>Called when events can't be delivered any more, and when all of them were; on any thread.</summary>
    event Action? DeliveryChanged;

    /// <summary>Returns when everything is delivered, or when that can't be waited for.</summary>
    ValueTask DrainAsync(CancellationToken cancellationToken);
}
