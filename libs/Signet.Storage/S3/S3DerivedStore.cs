namespace Signet.Storage.S3;

/// <summary>Derived objects in a bucket of their own, where they can be replaced.</summary>
internal sealed class S3DerivedStore(S3Calls calls) : IDerivedStore
{
    private readonly S3DerivedReader _reader = new(calls);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
        _reader.ReadAsync(logId, name, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) =>
        _reader.ListAsync(logId, prefix, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessName(name);
        StoreNames.ThrowIfTooLarge(octets);
        try
        {
            await calls.ReplaceAsync(calls.Options.DerivedBucket, calls.Options.DerivedOf(logId) + name, octets, cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException exception)
        {
            throw exception.ToStoreException();
        }
    }
}
