namespace Signet.Storage;

/// <summary>
/// Named objects that can be checked against, and rebuilt from, segments (ledger format 1, section 5): tiles, checkpoints, states.
/// </summary>
public interface IDerivedStore : IDerivedReader
{
    /// <summary>
    /// Stores or replaces an object of at most <see cref="StoreLimits.MaxObjectBytes"/>. Durable, and whole or not at all, when this returns.
    /// </summary>
    /// <exception cref="ArgumentException">The log id or the name has another form, or the object is too large.</exception>
    /// <exception cref="StoreException">The object could not be stored; an older one of that name may stand.</exception>
    ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken);
}
