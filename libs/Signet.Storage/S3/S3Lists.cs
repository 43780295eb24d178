using System.Runtime.CompilerServices;
using Amazon.S3.Model;

namespace Signet.Storage.S3;

/// <summary>What a bucket holds, page by page. A server that doesn't go forward is not followed.</summary>
internal static class S3Lists
{
    public const int PageSize = 1_000;

    /// <summary>The keys below a prefix, ascending.</summary>
    /// <exception cref="StoreException">They could not be listed.</exception>
    public static async IAsyncEnumerable<string> ListKeysAsync(
        this S3Calls calls, string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        ListObjectsV2Response page;
        do
        {
            var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, StartAfter = last, MaxKeys = PageSize };
            page = await calls.PageAsync((client, token) => client.ListObjectsV2Async(request, token), cancellationToken).ConfigureAwait(false);
            string? before = last;
            foreach (var item in page.S3Objects ?? [])
            {
                RequireForward(last, item.Key, prefix, mayRepeat: false);
                last = item.Key;
                yield return item.Key;
            }

            RequireEnd(page.IsTruncated == true && last == before);
        }
        while (page.IsTruncated == true);
    }

    /// <summary>The names between a prefix and the next slash, as the store orders them.</summary>
    /// <exception cref="StoreException">They could not be listed.</exception>
    public static async IAsyncEnumerable<string> ListFoldersAsync(
        this S3Calls calls, string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? marker = null;
        ListVersionsResponse page;
        do
        {
            var request = new ListVersionsRequest { BucketName = bucket, Prefix = prefix, Delimiter = "/", KeyMarker = marker, MaxKeys = PageSize };
            page = await calls.PageAsync((client, token) => client.ListVersionsAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (string folder in page.CommonPrefixes ?? [])
            {
                RequireForward(last: null, folder, prefix, mayRepeat: false);
                yield return folder[prefix.Length..].TrimEnd('/');
            }

            RequireEnd(page.IsTruncated == true && (page.NextKeyMarker is null || string.CompareOrdinal(page.NextKeyMarker, marker) <= 0));
            marker = page.NextKeyMarker;
        }
        while (page.IsTruncated == true);
    }

    /// <summary>The versions and delete markers below a prefix, keys ascending, the newest of a key first.</summary>
    /// <param name="calls">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="after">Only keys after this one; null for all.</param>
    /// <param name="pageSize">How many to ask for at a time, to <see cref="PageSize"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StoreException">They could not be listed.</exception>
    public static async IAsyncEnumerable<S3ObjectVersion> ListVersionsAsync(
        this S3Calls calls, string bucket, string prefix, string? after, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = after, keyMarker = after, versionMarker = null;
        ListVersionsResponse page;
        do
        {
            var request = new ListVersionsRequest
            {
                BucketName = bucket,
                Prefix = prefix,
                KeyMarker = keyMarker,
                VersionIdMarker = versionMarker,
                MaxKeys = pageSize,
            };
            page = await calls.PageAsync((client, token) => client.ListVersionsAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (var version in page.Versions ?? [])
            {
                RequireForward(last, version.Key, prefix, mayRepeat: true);
                last = version.Key;
                yield return version;
            }

            RequireEnd(page.IsTruncated == true &&
                (page.NextKeyMarker is null || (page.NextKeyMarker == keyMarker && page.NextVersionIdMarker == versionMarker)));
            (keyMarker, versionMarker) = (page.NextKeyMarker, page.NextVersionIdMarker);
        }
        while (page.IsTruncated == true);
    }

    private static async Task<T> PageAsync<T>(
        this S3Calls calls, Func<Amazon.S3.IAmazonS3, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.RepeatAsync("Listing a bucket", calls.Options.Settings.ListTimeout, call, cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException exception)
        {
            throw exception.ToStoreException();
        }
    }

    private static void RequireForward(string? last, string key, string prefix, bool mayRepeat)
    {
        int order = string.CompareOrdinal(key, last);
        if (!key.StartsWith(prefix, StringComparison.Ordinal) || order < 0 || (order == 0 && !mayRepeat))
        {
            throw new StoreException("Listing a bucket: the store listed keys out of order, or others than it was asked for.");
        }
    }

    private static void RequireEnd(bool isStuck)
    {
        if (isStuck)
        {
            throw new StoreException("Listing a bucket: the store says that there is more and doesn't say where.");
        }
    }
}
