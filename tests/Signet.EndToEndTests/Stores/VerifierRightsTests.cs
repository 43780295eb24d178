using System.Collections.Concurrent;
using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Time.Testing;
using Signet.Ledger.Verification;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Testing.Auditor;
using Signet.Verifier;
using Signet.Verifier.Tests.Tampering;

namespace Signet.EndToEndTests.Stores;

/// <summary>A verifier with nothing but what <c>deploy/policies/verifier.json</c> gives, on a real server that holds it to that.</summary>
[Collection("Ceph")]
public sealed class VerifierRightsTests(CephServer ceph) : IDisposable
{
    private readonly TestEvents _gateway = new(Writer.LogId, "gw-1", Writer.Start);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _gateway.Dispose();

    [Fact]
    public async Task Verify_ReadersKeys_WalkAllOfItAndSendReadsAlone()
    {
        var (location, settings) = await LogAsync();
        var sent = new ConcurrentQueue<HttpMethod>();
        using var calls = Calls(location, settings, () => new ReadsOnlyHandler(sent));

        var outcome = await VerifyAsync(new S3SegmentReader(calls), new S3DerivedReader(calls));

        Assert.Equal((VerificationResult.Clean, 5L), (outcome.Result, outcome.Report!.Segments));
        Assert.NotEmpty(sent);
        Assert.All(sent, method => Assert.Equal(HttpMethod.Get, method));
    }

    [Fact]
    public async Task Verify_ReaderThatTriesToWrite_FailsTheRun()
    {
        var (location, settings) = await LogAsync();
        using var calls = Calls(location, settings, () => new ReadsOnlyHandler(new()));
        var outcome = await VerifyAsync(new WritingReader(new S3SegmentStore(calls)), new S3DerivedReader(calls));
        Assert.Equal(VerificationResult.NotVerified, outcome.Result);
        Assert.NotNull(outcome.Fault);

        // Nor does the server let it through.
        using var open = Calls(location, settings, () => new SocketsHttpHandler());
        outcome = await VerifyAsync(new WritingReader(new S3SegmentStore(open)), new S3DerivedReader(open));
        Assert.Contains("403", outcome.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadersKeys_AnyWrite_IsRefused()
    {
        var (location, settings) = await LogAsync();
        var options = Options(location, settings);
        using var reader = Client(settings);
        var (bucket, key) = (options.SegmentBucket, options.Segment(Writer.LogId, 0));
        var version = (await reader.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Prefix = key }, Token)).Versions.Single().VersionId;
        var later = TimeProvider.System.GetUtcNow().AddYears(1).UtcDateTime;
        Func<Task>[] writes =
        [
            () => reader.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = "x", UseChunkEncoding = false }, Token),
            () => reader.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key + "x", ContentBody = "x", UseChunkEncoding = false }, Token),
            () => reader.PutObjectAsync(
                new PutObjectRequest { BucketName = options.DerivedBucket, Key = options.DerivedOf(Writer.LogId) + "checkpoint", ContentBody = "x", UseChunkEncoding = false }, Token),
            () => reader.CopyObjectAsync(bucket, key, bucket, key + "x", Token),
            () => reader.InitiateMultipartUploadAsync(bucket, key, Token),
            () => reader.DeleteObjectAsync(bucket, key, Token),
            () => reader.DeleteObjectAsync(bucket, key, version, Token),
            () => reader.DeleteObjectAsync(options.DerivedBucket, options.DerivedOf(Writer.LogId) + "checkpoint", Token),
            () => reader.PutObjectRetentionAsync(
                new PutObjectRetentionRequest
                {
                    BucketName = bucket,
                    Key = key,
                    VersionId = version,
                    Retention = new ObjectLockRetention { Mode = ObjectLockRetentionMode.Compliance, RetainUntilDate = later },
                },
                Token),
            () => reader.PutObjectLegalHoldAsync(
                new PutObjectLegalHoldRequest { BucketName = bucket, Key = key, LegalHold = new ObjectLockLegalHold { Status = ObjectLockLegalHoldStatus.On } }, Token),
            () => reader.PutObjectTaggingAsync(
                new PutObjectTaggingRequest { BucketName = bucket, Key = key, Tagging = new Tagging { TagSet = [new Tag { Key = "a", Value = "b" }] } }, Token),
            () => reader.PutBucketPolicyAsync(bucket, "{}", Token),
            () => reader.PutBucketVersioningAsync(
                new PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = new S3BucketVersioningConfig { Status = VersionStatus.Suspended } }, Token),
            () => reader.DeleteBucketAsync(bucket, Token),
        ];
        var before = await VersionsAsync(options);

        // Ceph answers some of them with 405, which is no less a refusal.
        Assert.All(
            await Task.WhenAll(writes.Select(async write => (await Assert.ThrowsAsync<AmazonS3Exception>(write)).StatusCode)),
            status => Assert.Contains(status, new[] { HttpStatusCode.Forbidden, HttpStatusCode.MethodNotAllowed }));
        Assert.Equal(before, await VersionsAsync(options));
        using var calls = Calls(location, settings, () => new SocketsHttpHandler());
        Assert.Equal(VerificationResult.Clean, (await VerifyAsync(new S3SegmentReader(calls), new S3DerivedReader(calls))).Result);
    }

    /// <summary>Everything that stands in the place, as its operator sees it.</summary>
    private async Task<List<string>> VersionsAsync(S3Options options)
    {
        var versions = new List<string>();
        foreach (var bucket in new[] { options.SegmentBucket, options.DerivedBucket })
        {
            var list = await ceph.Operator.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Prefix = options.Prefix }, Token);
            versions.AddRange((list.Versions ?? []).Select(version => $"{bucket}/{version.Key} {version.VersionId} {version.IsDeleteMarker}"));
        }

        return versions;
    }

    private static S3Options Options(string location, S3Settings settings)
    {
        var parts = location["s3://".Length..].Split('/', 2);
        return new S3Options(parts[0], parts[1], settings);
    }

    private static S3Calls Calls(string location, S3Settings settings, Func<HttpMessageHandler> handlers) =>
        new(Options(location, settings), TimeProvider.System, new S3HttpClients(handlers));

    private static AmazonS3Client Client(S3Settings settings) => new(
        new BasicAWSCredentials(File.ReadAllText(settings.AccessKeyPath!).Trim(), File.ReadAllText(settings.SecretKeyPath!).Trim()),
        new AmazonS3Config
        {
            ServiceURL = settings.Endpoint!.AbsoluteUri,
            AuthenticationRegion = settings.Region,
            ForcePathStyle = true,
            MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        });

    private static Task<VerificationOutcome> VerifyAsync(ISegmentReader segments, IDerivedReader derived) =>
        new LogCheck(
            segments, derived, null, new VerifierOptions { Trust = Writer.Trust(full: true) }, new FakeTimeProvider(Writer.Now))
            .RunAsync(ReceiptSet.Empty, full: false, null, Token);

    /// <summary>A clean log, and the reader's settings for it.</summary>
    private async Task<(string Location, S3Settings Settings)> LogAsync()
    {
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, Token);
        settings.RetainDays = Writer.RetainDays;
        await using (var bucket = new CephBucket(ceph.Operator, CephServer.Open(location, settings)))
        {
            await Writer.WriteAsync(bucket, [.. Enumerable.Range(0, 2).Select(seq => _gateway.SignAt(seq, Writer.Start))], _gateway);
        }

        return (location, await ceph.ReaderOfAsync(location, settings, Token));
    }

    /// <summary>What no verifier is: a reader that also writes.</summary>
    private sealed class WritingReader(S3SegmentStore store) : ISegmentReader
    {
        public StoreProtection Protection => store.Protection;

        public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => store.ListLogsAsync(cancellationToken);

        public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) => store.ListSegmentsAsync(logId, cancellationToken);

        public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) => store.FindLastSegmentAsync(logId, cancellationToken);

        public async ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
        {
            await store.CreateSegmentAsync(logId, segment + 1_000, "x"u8.ToArray(), cancellationToken);
            return await store.ReadSegmentAsync(logId, segment, cancellationToken);
        }
    }
}
