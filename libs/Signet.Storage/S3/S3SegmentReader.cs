using System.Runtime.CompilerServices;

namespace Signet.Storage.S3;

/// <summary>
/// Reads segments and what is known of their versions. Sends nothing but GET and lists. A slot that held something and is hidden by a
/// delete marker is listed and reads as empty: a verifier says that the segment is missing.
/// </summary>
internal sealed class S3SegmentReader(S3Calls calls) : ISegmentReader, ISegmentHistory
{
    private readonly S3Options _options = calls.Options;

    /// <inheritdoc/>
    public StoreProtection Protection => StoreProtection.ObjectLock;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListLogsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var logs = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (string name in calls.ListFoldersAsync(_options.SegmentBucket, _options.Logs, cancellationToken).ConfigureAwait(false))
        {
            if (StoreNames.IsLogId(name))
            {
                logs.Add(name);
            }
        }

        foreach (string log in logs)
        {
            yield return log;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        return ListSlotsAsync(logId, after: null, S3Lists.PageSize, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>One list for a short log. For others: ever longer steps until nothing lies beyond one, then halves.</remarks>
    public async ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        long step = S3Lists.PageSize / 2;
        if (await FirstAfterAsync(logId, null, cancellationToken).ConfigureAwait(false) is not { } low)
        {
            return null;
        }

        // There is a segment low, and none after high.
        long high = long.MaxValue;
        while (low < high)
        {
            long probe = step > 0 && step < high - low ? low + step : low + ((high - low) / 2);
            if (await FirstAfterAsync(logId, probe, cancellationToken).ConfigureAwait(false) is { } next)
            {
                low = next;
                step *= 2;
            }
            else
            {
                high = probe;
                step = 0;
            }
        }

        return low;
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        return (await ReadAsync(logId, segment, versionId: null, cancellationToken).ConfigureAwait(false))?.Octets;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SegmentVersion> ListVersionsAsync(string logId, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        return EnumerateVersionsAsync(logId, null, S3Lists.PageSize, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredVersion?> ReadVersionAsync(string logId, long segment, string versionId, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        ArgumentException.ThrowIfNullOrEmpty(versionId);
        return await ReadAsync(logId, segment, versionId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<StoredVersion?> ReadAsync(string logId, long segment, string? versionId, CancellationToken cancellationToken)
    {
        try
        {
            return await calls
                .ReadVersionAsync(_options.SegmentBucket, _options.Segment(logId, segment), versionId, cancellationToken).ConfigureAwait(false);
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

    private async Task<long?> FirstAfterAsync(string logId, long? after, CancellationToken cancellationToken)
    {
        await foreach (long segment in ListSlotsAsync(logId, after, pageSize: 1, cancellationToken).ConfigureAwait(false))
        {
            return segment;
        }

        return null;
    }

    private async IAsyncEnumerable<long> ListSlotsAsync(
        string logId, long? after, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? last = null;
        await foreach (var version in EnumerateVersionsAsync(logId, after, pageSize, cancellationToken).ConfigureAwait(false))
        {
            if (version.Segment != last)
            {
                last = version.Segment;
                yield return version.Segment;
            }
        }
    }

    private async IAsyncEnumerable<SegmentVersion> EnumerateVersionsAsync(
        string logId, long? after, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string prefix = _options.SegmentsOf(logId);

        // Beyond the name of a slot, so that it doesn't matter whether a store begins with the marker or after it.
        string? marker = after is { } segment ? _options.Segment(logId, segment) + '~' : null;
        await foreach (var version in calls.ListVersionsAsync(_options.SegmentBucket, prefix, marker, pageSize, cancellationToken).ConfigureAwait(false))
        {
            if (StoreNames.TryParseSegmentFile(version.Key.AsSpan(prefix.Length), out long number))
            {
                yield return new SegmentVersion(
                    number,
                    version.VersionId ?? "",
                    version.IsLatest == true,
                    version.IsDeleteMarker == true,
                    version.Size ?? 0,
                    version.LastModified is { } stored ? new DateTimeOffset(stored.ToUniversalTime()) : null);
            }
        }
    }
}
