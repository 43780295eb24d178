using System.Runtime.CompilerServices;

namespace Signet.Storage.S3;

/// <summary>
/// Objects that are stored once, under Object Lock, and never replaced. Of what stands under one name the oldest version counts: it is what
/// the lock holds. A delete marker hides nothing here.
/// </summary>
internal sealed class S3LockedStore(S3Calls calls) : IDerivedStore
{
    private readonly S3Options _options = calls.Options;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessName(name);
        string key = _options.MemoryOf(logId) + name;
        string? oldest = null;
        await foreach (var version in calls.ListVersionsAsync(
            _options.SegmentBucket, key, after: null, S3Lists.PageSize, cancellationToken).ConfigureAwait(false))
        {
            if (version.Key == key && version.IsDeleteMarker != true)
            {
                oldest = version.VersionId;
            }
        }

        try
        {
            return oldest is null ? null : await calls.ReadAsync(_options.SegmentBucket, key, oldest, cancellationToken).ConfigureAwait(false);
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
        return EnumerateAsync(_options.MemoryOf(logId), prefix, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessName(name);
        StoreNames.ThrowIfTooLarge(octets);
        var until = calls.Time.GetUtcNow().AddDays(_options.Settings.RetainDays);
        try
        {
            await calls.CreateAsync(
                _options.SegmentBucket, _options.MemoryOf(logId) + name, octets,
                DateTimeOffset.FromUnixTimeSeconds(until.ToUnixTimeSeconds() + 1), cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException exception)
        {
            throw exception.ToStoreException();
        }
    }

    private async IAsyncEnumerable<string> EnumerateAsync(string root, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var version in calls.ListVersionsAsync(
            _options.SegmentBucket, root + prefix, after: null, S3Lists.PageSize, cancellationToken).ConfigureAwait(false))
        {
            string name = version.Key[root.Length..];
            if (version.IsDeleteMarker != true && name != last && StoreNames.IsName(name))
            {
                last = name;
                yield return name;
            }
        }
    }
}
