using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Signet.Storage;
using Signet.Storage.S3;

namespace Signet.EndToEndTests.Stores;

/// <summary>What a real server does to those who would change what was stored, and what signet sees of it.</summary>
[Collection("Ceph")]
public sealed class ObjectLockTests(CephServer ceph)
{
    private const string Log = "log-a";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Segment_Stored_CantBeDeletedShortenedOrReleased()
    {
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, Token);
        var store = await StoreLocation.OpenWriterAsync(location, settings, TimeProvider.System, Token);
        var before = TimeProvider.System.GetUtcNow();
        await store.Segments.CreateSegmentAsync(Log, 0, "segment"u8.ToArray(), Token);
        var reader = StoreLocation.OpenReader(location, settings, TimeProvider.System);
        var version = Assert.Single(await reader.History!.ListVersionsAsync(Log, Token).ToListAsync(Token));
        var held = (await reader.History!.ReadVersionAsync(Log, 0, version.VersionId, Token))!.Lock;
        var (bucket, key) = Place(location);

        Assert.True(held.IsCompliance);
        Assert.True(held.RetainUntil >= before.AddDays(1));
        await RefusedAsync(() => ceph.Operator.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = bucket, Key = key, VersionId = version.VersionId }, Token));
        await RefusedAsync(() => ceph.Operator.DeleteObjectAsync(
            new DeleteObjectRequest { BucketName = bucket, Key = key, VersionId = version.VersionId, BypassGovernanceRetention = true }, Token));
        await RefusedAsync(() => ceph.Operator.PutObjectRetentionAsync(
            Retention(bucket, key, version.VersionId, ObjectLockRetentionMode.Compliance, held.RetainUntil!.Value.AddHours(-1)), Token));
        await RefusedAsync(() => ceph.Operator.PutObjectRetentionAsync(
            Retention(bucket, key, version.VersionId, ObjectLockRetentionMode.Governance, held.RetainUntil!.Value), Token));
        Assert.Equal("segment"u8.ToArray(), (await reader.Segments.ReadSegmentAsync(Log, 0, Token))!.Value.ToArray());
    }

    [Fact]
    public async Task Segment_HiddenOrReplaced_ShowsInItsHistory()
    {
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, Token);
        var store = await StoreLocation.OpenWriterAsync(location, settings, TimeProvider.System, Token);
        await store.Segments.CreateSegmentAsync(Log, 0, "segment"u8.ToArray(), Token);
        var reader = StoreLocation.OpenReader(location, settings, TimeProvider.System);
        var (bucket, key) = Place(location);

        await ceph.Operator.PutObjectAsync(
            new PutObjectRequest { BucketName = bucket, Key = key, InputStream = new MemoryStream(Encoding.UTF8.GetBytes("forged")), UseChunkEncoding = false }, Token);
        await ceph.Operator.DeleteObjectAsync(bucket, key, Token);

        var versions = await reader.History!.ListVersionsAsync(Log, Token).ToListAsync(Token);
        Assert.Equal([(true, true), (false, false), (false, false)], versions.Select(version => (version.IsDeleteMarker, version.IsLatest)));
        Assert.Equal("segment"u8.ToArray(), (await reader.History!.ReadVersionAsync(Log, 0, versions[2].VersionId, Token))!.Octets.ToArray());
        Assert.Null(await reader.Segments.ReadSegmentAsync(Log, 0, Token));
        Assert.Equal(0, await reader.Segments.FindLastSegmentAsync(Log, Token));
        if (CephServer.Version == "16")
        {
            // It doesn't say why there is nothing; the list above does, and that is how a writer finds where the log ends.
            Assert.Null(await store.Segments.ReadSegmentAsync(Log, 0, Token));
            return;
        }

        Assert.Contains("delete marker", (await Assert.ThrowsAsync<StoreException>(
            async () => await store.Segments.ReadSegmentAsync(Log, 0, Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelfTest_ConditionalModeOnCeph_IsRefusedWithAdvice()
    {
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Conditional, Token);

        var refusal = await Assert.ThrowsAsync<StoreException>(() => StoreLocation.OpenWriterAsync(location, settings, TimeProvider.System, Token));

        Assert.Contains("Set SlotMode to Claim", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelfTest_BucketWithoutLock_IsRefusedWithAdvice()
    {
        var (_, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, Token);
        await ceph.Operator.PutBucketAsync("signet-unlocked", Token);

        var refusal = await Assert.ThrowsAsync<StoreException>(
            () => StoreLocation.OpenWriterAsync("s3://signet-unlocked", settings, TimeProvider.System, Token));

        Assert.Contains("has no Object Lock", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditional_OneWriterAtATime_KeepsTheSlot()
    {
        // Ceph 16 ignores the condition in a locked bucket; 20 honours it unless two come at once.
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Conditional, Token);
        using var calls = CephServer.Open(location, settings);
        var store = new S3SegmentStore(calls);

        Assert.Equal(SlotOutcome.Created, await store.CreateSegmentAsync(Log, 0, "first"u8.ToArray(), Token));
        if (CephServer.Version == "20")
        {
            Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(Log, 0, "second"u8.ToArray(), Token));
            Assert.Equal("first"u8.ToArray(), (await store.ReadSegmentAsync(Log, 0, Token))!.Value.ToArray());
        }
        else
        {
            Assert.Equal(SlotOutcome.Created, await store.CreateSegmentAsync(Log, 0, "second"u8.ToArray(), Token));
        }
    }

    private static (string Bucket, string Key) Place(string location)
    {
        var parts = location["s3://".Length..].Split('/', 2);
        return (parts[0], $"{parts[1]}/log/{Log}/seg/{0:D20}.ndjson");
    }

    private static PutObjectRetentionRequest Retention(string bucket, string key, string version, ObjectLockRetentionMode mode, DateTimeOffset until) => new()
    {
        BucketName = bucket,
        Key = key,
        VersionId = version,
        Retention = new ObjectLockRetention { Mode = mode, RetainUntilDate = until.UtcDateTime },
    };

    private static async Task RefusedAsync(Func<Task> attempt) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<AmazonS3Exception>(attempt)).StatusCode);
}
