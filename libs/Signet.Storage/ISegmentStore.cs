namespace Signet.Storage;

/// <summary>Write-once slots for segments (ledger format 1, section 4). What the single writer is given.</summary>
public interface ISegmentStore : ISegmentReader
{
    /// <summary>Makes the store show that it keeps what its writer relies on, before anything is written. Does nothing where there is nothing to show.</summary>
    /// <exception cref="StoreException">It can't be used, and the message says what to change; or it can't be reached.</exception>
    ValueTask ProveAsync(CancellationToken cancellationToken) => default;

    /// <summary>
    /// Stores <paramref name="octets"/> in an empty slot. When this returns <see cref="SlotOutcome.Created"/> the octets are
    /// durable and nobody can have stored others there. A slot that was ever filled MUST NOT be filled again.
    /// </summary>
    /// <returns><see cref="SlotOutcome.Occupied"/> when the slot already holds something, whatever it is: read it back.</returns>
    /// <exception cref="StoreException">Unknown outcome: the slot may or may not hold the octets. Read it back.</exception>
    ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken);
}
