using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Testing.Storage.Tampering;

namespace Signet.EndToEndTests.Stores;

/// <summary>A log's place on a real server, and what an operator's credentials can do to it.</summary>
internal sealed class CephBucket(IAmazonS3 client, S3Calls calls) : ITamperableStore
{
    // The server's clock is the real one, whatever the log's says.
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    private readonly S3SegmentStore _segments = new(calls);

    public ISegmentStore Segments => _segments;

    public ISegmentReader Reader { get; } = new S3SegmentReader(calls);

    public IDerivedStore Derived { get; } = new S3DerivedStore(calls);

    public async Task PutVersionAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, DateTimeOffset? retainUntil, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = calls.Options.SegmentBucket,
            Key = calls.Options.Segment(logId, segment),
            InputStream = new MemoryStream(octets.ToArray()),
            UseChunkEncoding = false,
        };
        if (retainUntil is { } until)
        {
            (request.ObjectLockMode, request.ObjectLockRetainUntilDate) = (ObjectLockMode.Compliance, Later(until));
            request.ChecksumAlgorithm = ChecksumAlgorithm.SHA256;
        }

        await client.PutObjectAsync(request, cancellationToken);
    }

    public Task HideAsync(string logId, long segment, CancellationToken cancellationToken) =>
        client.DeleteObjectAsync(calls.Options.SegmentBucket, calls.Options.Segment(logId, segment), cancellationToken);

    public async Task<bool> DestroyAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        var version = await OldestAsync(logId, segment, cancellationToken);
        return await IsAllowedAsync(() => client.DeleteObjectAsync(
            calls.Options.SegmentBucket, calls.Options.Segment(logId, segment), version, cancellationToken));
    }

    public async Task<bool> ShortenAsync(string logId, long segment, DateTimeOffset retainUntil, CancellationToken cancellationToken)
    {
        var version = await OldestAsync(logId, segment, cancellationToken);
        return await IsAllowedAsync(() => client.PutObjectRetentionAsync(
            new PutObjectRetentionRequest
            {
                BucketName = calls.Options.SegmentBucket,
                Key = calls.Options.Segment(logId, segment),
                VersionId = version,
                Retention = new ObjectLockRetention { Mode = ObjectLockRetentionMode.Compliance, RetainUntilDate = Later(retainUntil) },
            },
            cancellationToken));
    }

    public ValueTask DisposeAsync()
    {
        calls.Dispose();
        return ValueTask.CompletedTask;
    }

    private static DateTime Later(DateTimeOffset until)
    {
        var least = TimeProvider.System.GetUtcNow() + Shortest;
        return (until > least ? until : least).UtcDateTime;
    }

    private static async Task<bool> IsAllowedAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return true;
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.Forbidden)
        {
            return false;
        }
    }

    /// <summary>Versions of a slot are listed newest first.</summary>
    private async Task<string> OldestAsync(string logId, long segment, CancellationToken cancellationToken) =>
        (await _segments.ListVersionsAsync(logId, cancellationToken).Where(version => version.Segment == segment).LastAsync(cancellationToken)).VersionId;
}
