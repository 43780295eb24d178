namespace Signet.Storage;

/// <summary>Read-only access to derived objects (ledger format 1, section 5): tiles, checkpoints, states.</summary>
public interface IDerivedReader
{
    /// <summary>The whole octets of an object, or null when there is none.</summary>
    /// <param name="logId">The log: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
    /// <param name="name">
    /// At most 512 characters: parts of <c>[A-Za-z0-9._-]</c> joined by <c>/</c>; no part is empty, <c>.</c> or <c>..</c>.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The log id or the name has another form.</exception>
    /// <exception cref="StoreException">The object could not be read.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken);

    /// <summary>The names that start with <paramref name="prefix"/> (empty: all), in ordinal order.</summary>
    /// <exception cref="ArgumentException">The log id or the prefix can't be the start of any name.</exception>
    /// <exception cref="StoreException">The names could not be listed.</exception>
    IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken);
}
