namespace Signet.Ledger.Events;

/// <summary>An event and its octets, ready to be signed: whatever can be wrong with it is known by now.</summary>
public sealed class UnsignedEvent
{
    /// <summary>Writes an event.</summary>
    /// <exception cref="ArgumentException">The event breaks a limit of the format.</exception>
    public UnsignedEvent(CommitEvent commitEvent) => (Event, Octets) = (commitEvent, EventCodec.Write(commitEvent));

    /// <summary>The event.</summary>
    public CommitEvent Event { get; }

    /// <summary>Its canonical octets.</summary>
    public ReadOnlyMemory<byte> Octets { get; }
}
