using System.Runtime.CompilerServices;

namespace Signet.Storage.S3;

/// <summary>Reads derived objects of their bucket, which isn't locked.</summary>
internal sealed class S3DerivedReader(S3Calls calls) : IDerivedReader
{
    private readonly S3Options _options = calls.Options;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessName(name);
        try
        {
            return await calls.ReadAsync(_options.DerivedBucket, _options.DerivedOf(logId) + name, null, cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException exception) when (exception.Failure is S3Failure.Hidden)
        {
            return null;
        }
        catch (S3CallException exception)
        {
            throw exception.ToStoreException();
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessPrefix(prefix);
        return EnumerateAsync(_options.DerivedOf(logId), prefix, cancellationToken);
    }

    private async IAsyncEnumerable<string> EnumerateAsync(string root, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await foreach (string key in calls.ListKeysAsync(_options.DerivedBucket, root + prefix, cancellationToken).ConfigureAwait(false))
        {
            string name = key[root.Length..];
            if (StoreNames.IsName(name))
            {
                yield return name;
            }
        }
    }
}
