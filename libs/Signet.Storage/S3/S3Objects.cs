using System.Net;
using System.Runtime.InteropServices;
using Amazon.Runtime.Internal.Util;
using Amazon.S3;
using Amazon.S3.Model;
using Signet.Ledger;
using Signet.Ledger.Segments;

namespace Signet.Storage.S3;

/// <summary>Whole objects of a bucket: read within the limits, and written with a checksum and in one piece.</summary>
internal static class S3Objects
{
    private const string ContentType = "application/octet-stream";
    private const int Sha256Base64 = 44;

    /// <summary>The whole octets of an object, or null when there is none.</summary>
    /// <exception cref="S3CallException">It could not be read; <see cref="S3Failure.Hidden"/> when a delete marker stands in its place.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        this S3Calls calls, string bucket, string key, string? versionId, CancellationToken cancellationToken) =>
        (await calls.ReadVersionAsync(bucket, key, versionId, cancellationToken).ConfigureAwait(false))?.Octets;

    /// <summary>The whole octets of an object, or of one version of it, and how it is locked; null when there is none.</summary>
    /// <exception cref="S3CallException">It could not be read; <see cref="S3Failure.Hidden"/> when a delete marker stands in its place.</exception>
    public static async Task<StoredVersion?> ReadVersionAsync(
        this S3Calls calls, string bucket, string key, string? versionId, CancellationToken cancellationToken)
    {
        try
        {
            return await calls.RepeatAsync(
                "Reading an object",
                calls.Options.Settings.ReadTimeout,
                async (client, token) =>
                {
                    var request = new GetObjectRequest { BucketName = bucket, Key = key, VersionId = versionId, ChecksumMode = ChecksumMode.ENABLED };
                    using var response = await client.GetObjectAsync(request, token).ConfigureAwait(false);
                    return new StoredVersion(
                        await ReadWholeAsync(response, token).ConfigureAwait(false),
                        LockOf(response.ObjectLockMode, response.ObjectLockRetainUntilDate, response.ObjectLockLegalHoldStatus));
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (S3CallException exception) when (exception.Failure is S3Failure.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// True when the store itself says that there is an object, without its octets. False says less: an answer to HEAD has no words, so that a
    /// proxy's 404 can't be told from the store's. Of a bucket with versions.
    /// </summary>
    /// <exception cref="S3CallException">It could not be asked; <see cref="S3Failure.Hidden"/> when a delete marker stands in its place.</exception>
    public static Task<bool> IsThereAsync(this S3Calls calls, string bucket, string key, CancellationToken cancellationToken) =>
        calls.RepeatAsync(
            "Looking for an object",
            calls.Options.Settings.ReadTimeout,
            async (client, token) =>
            {
                try
                {
                    var request = new GetObjectMetadataRequest { BucketName = bucket, Key = key };
                    return (await client.GetObjectMetadataAsync(request, token).ConfigureAwait(false)).VersionId is { Length: > 0 };
                }
                catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound && !S3Calls.IsHidden(exception))
                {
                    return false;
                }
            },
            cancellationToken);

    /// <summary>Creates an object that isn't there yet. Sent once.</summary>
    /// <param name="calls">The store.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The key.</param>
    /// <param name="octets">What it will hold.</param>
    /// <param name="retainUntil">Until when nobody can delete it; null in a bucket without locks.</param>
    /// <param name="cancellationToken">Ends the wait; the object may be there or not.</param>
    /// <returns>The version's name; null in a bucket without versions.</returns>
    /// <exception cref="S3CallException">It failed.</exception>
    public static Task<string?> CreateAsync(
        this S3Calls calls, string bucket, string key, ReadOnlyMemory<byte> octets, DateTimeOffset? retainUntil, CancellationToken cancellationToken) =>
        calls.SendAsync(
            "Creating an object",
            calls.Options.Settings.WriteTimeout,
            async (client, token) =>
            {
                var request = Put(bucket, key, octets);
                request.IfNoneMatch = "*";
                if (retainUntil is { } until)
                {
                    request.ObjectLockMode = ObjectLockMode.Compliance;
                    request.ObjectLockRetainUntilDate = until.UtcDateTime;
                }

                return (await client.PutObjectAsync(request, token).ConfigureAwait(false)).VersionId;
            },
            cancellationToken)!;

    /// <summary>Stores or replaces an object.</summary>
    /// <exception cref="S3CallException">It failed; the old one or the new one stands.</exception>
    public static Task ReplaceAsync(
        this S3Calls calls, string bucket, string key, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        calls.RepeatAsync(
            "Storing an object",
            calls.Options.Settings.WriteTimeout,
            (client, token) => client.PutObjectAsync(Put(bucket, key, octets), token),
            cancellationToken);

    /// <summary>Deletes an object, or one version of it.</summary>
    /// <exception cref="S3CallException">It failed; it may be gone or not.</exception>
    public static Task DeleteAsync(
        this S3Calls calls, string bucket, string key, string? versionId, CancellationToken cancellationToken) =>
        calls.SendAsync(
            "Deleting an object",
            calls.Options.Settings.WriteTimeout,
            (client, token) => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key, VersionId = versionId }, token),
            cancellationToken);

    /// <summary>How a version is locked.</summary>
    /// <exception cref="S3CallException">It could not be read.</exception>
    public static Task<SegmentLock> ReadLockAsync(
        this S3Calls calls, string bucket, string key, string versionId, CancellationToken cancellationToken) =>
        calls.RepeatAsync(
            "Reading an object's lock",
            calls.Options.Settings.ReadTimeout,
            async (client, token) =>
            {
                var request = new GetObjectMetadataRequest { BucketName = bucket, Key = key, VersionId = versionId };
                var head = await client.GetObjectMetadataAsync(request, token).ConfigureAwait(false);
                return LockOf(head.ObjectLockMode, head.ObjectLockRetainUntilDate, head.ObjectLockLegalHoldStatus);
            },
            cancellationToken);

    private static SegmentLock LockOf(ObjectLockMode? mode, DateTime? until, ObjectLockLegalHoldStatus? hold) => new(
        mode == ObjectLockMode.Compliance,
        until is { } date ? new DateTimeOffset(date.ToUniversalTime()) : null,
        hold == ObjectLockLegalHoldStatus.On);

    private static PutObjectRequest Put(string bucket, string key, ReadOnlyMemory<byte> octets) => new()
    {
        BucketName = bucket,
        Key = key,
        ContentType = ContentType,
        InputStream = StreamOf(octets),
        UseChunkEncoding = false,
        ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
        ChecksumSHA256 = Base64Of(Digest.Of(octets.Span)),
    };

    // The client signs the digest of what it sends, and the store compares both, so octets that change under way are never stored.
    private static MemoryStream StreamOf(ReadOnlyMemory<byte> octets) => MemoryMarshal.TryGetArray(octets, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(octets.ToArray(), writable: false);

    private static string Base64Of(Digest digest)
    {
        Span<byte> octets = stackalloc byte[Digest.Size];
        digest.CopyTo(octets);
        return Convert.ToBase64String(octets);
    }

    private static async Task<SegmentOctets> ReadWholeAsync(GetObjectResponse response, CancellationToken cancellationToken)
    {
        long length = response.ContentLength;
        if (length > StoreLimits.MaxReadBytes)
        {
            throw new S3CallException(S3Failure.Refused, $"An object is larger than {StoreLimits.MaxReadBytes} octets.");
        }

        string? checksum = response.ChecksumSHA256 is { Length: Sha256Base64 } sent ? sent : null;
        var stream = checksum is null ? response.ResponseStream : WithoutMd5(response.ResponseStream);
        byte[] octets = GC.AllocateUninitializedArray<byte>((int)Math.Max(length, 0));
        int read = await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (length < 0 || read < octets.Length || await stream.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) != 0)
        {
            throw new S3CallException(S3Failure.Unknown, "An object came in another length than the store announced.");
        }

        // The checksum is what the store says. It is compared with a digest of the octets, and the digest is what goes on from here.
        var content = new SegmentOctets(octets);
        if (checksum is not null && checksum != Base64Of(content.Whole))
        {
            throw new S3CallException(S3Failure.Unknown, "An object's octets aren't those of its checksum.");
        }

        return content;
    }

    // The client compares an ETag's MD5 as well, in managed code: a third of the time of reading, for nothing beside a SHA-256.
    private static Stream WithoutMd5(Stream stream) => stream is HashStream hashed ? hashed.GetNonWrapperBaseStream() : stream;
}
