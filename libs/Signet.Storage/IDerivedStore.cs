namespace Signet.Storage;

/// <summary>
/// Named objects that can be checked against, and rebuilt from, segments (ledger format 1, section 5): tiles, checkpoints, states.
/// </summary>
public interface IDerivedStore
{
    /// <summary>Stores or replaces an object. Durable, and whole or not at all, when this returns.</summary>
    /// <exception cref="StoreException">The object could not be stored.</exception>
    ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken);

    /// <summary>The whole octets of an object, or null when there is none.</summary>
    /// <exception cref="StoreException">The object could not be read.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken);

    /// <summary>The names below <paramref name="prefix"/>, in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken);
}
