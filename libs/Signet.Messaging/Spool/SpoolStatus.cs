namespace Signet.Messaging.Spool;

/// <summary>What a spool holds.</summary>
/// <param name="State">How it is.</param>
/// <param name="Bytes">The octets of its files.</param>
/// <param name="Records">The events that are stored and not delivered.</param>
/// <param name="OldestAge">For how long the oldest of them has waited; zero without any.</param>
public readonly record struct SpoolStatus(SpoolState State, long Bytes, long Records, TimeSpan OldestAge)
{
    /// <summary>True when it takes events.</summary>
    public bool TakesEvents => State is SpoolState.Delivering or SpoolState.HeldUp;
}
