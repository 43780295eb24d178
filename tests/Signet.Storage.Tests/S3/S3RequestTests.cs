using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Signet.Storage.S3;
using Signet.Testing.Storage.S3;
using Xunit;

namespace Signet.Storage.Tests.S3;

/// <summary>What stands in the requests, and what is made of answers.</summary>
public sealed class S3RequestTests : IDisposable
{
    private const string Log = "log-a";

    private readonly FakeS3Store _fake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fake.Dispose();

    [Theory]
    [InlineData(S3SlotMode.Conditional)]
    [InlineData(S3SlotMode.Claim)]
    public async Task Create_Slot_IsOneLockedConditionalWriteWithAChecksum(S3SlotMode mode)
    {
        var store = new S3SegmentStore(_fake.Open(mode));
        byte[] octets = SegmentSealedAt("2026-01-02T03:04:05.0000000Z");
        var before = DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

        Assert.Equal(SlotOutcome.Created, await store.CreateSegmentAsync(Log, 7, octets, Token));

        var put = Assert.Single(_fake.Server.Requests, request => request is { Method: "PUT", Bucket: FakeS3.Locked });
        Assert.Equal("prod/log/log-a/seg/00000000000000000007.ndjson", put.Key);
        Assert.Equal("*", put.Headers["if-none-match"]);
        Assert.Equal("COMPLIANCE", put.Headers["x-amz-object-lock-mode"]);
        Assert.True(DateTimeOffset.Parse(put.Headers["x-amz-object-lock-retain-until-date"], CultureInfo.InvariantCulture) >= before.AddDays(30));
        Assert.Equal(Convert.ToBase64String(SHA256.HashData(octets)), put.Headers["x-amz-checksum-sha256"]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(octets)), put.Headers["x-amz-content-sha256"]);
        Assert.Equal(octets.Length.ToString(CultureInfo.InvariantCulture), put.Headers["content-length"]);
        Assert.False(put.Headers.ContainsKey("transfer-encoding"));
        Assert.False(put.Headers.ContainsKey("content-encoding"));
        Assert.Empty(put.Query.Keys.Except(["x-id"]));
        Assert.Equal(octets, put.Body);
        Assert.DoesNotContain(_fake.Server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Create_SealAheadOfTheClock_IsLockedFromTheSealOn()
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional));
        var sealedAt = TimeProvider.System.GetUtcNow().AddHours(1);

        await store.CreateSegmentAsync(Log, 0, SegmentSealedAt(sealedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)), Token);

        Assert.True(RetainedUntil(0) >= sealedAt.AddDays(30));
    }

    [Fact]
    public async Task Create_SealInTheYear9999_IsNotLockedForEver()
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional));

        await store.CreateSegmentAsync(Log, 0, SegmentSealedAt("9999-12-31T23:59:59.0000000Z"), Token);

        Assert.True(RetainedUntil(0) < TimeProvider.System.GetUtcNow().AddDays(32));
    }

    [Fact]
    public async Task Create_ClaimMode_ClaimIsAConditionalWriteOfTheWholeSegmentAndIsRemovedAtTheEnd()
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Claim));

        await store.CreateSegmentAsync(Log, 7, "segment"u8.ToArray(), Token);

        string[] seen = [.. _fake.Server.Requests.Select(request => $"{request.Method} {request.Bucket}")];
        Assert.Equal(["HEAD log-bucket", "PUT claim-bucket", "GET log-bucket", "PUT log-bucket", "GET log-bucket", "DELETE claim-bucket"], seen);
        var claim = _fake.Server.Requests[1];
        Assert.Equal("prod/claim/log-a/00000000000000000007", claim.Key);
        Assert.Equal("*", claim.Headers["if-none-match"]);
        Assert.Equal("segment"u8.ToArray(), claim.Body);
        Assert.False(claim.Headers.ContainsKey("x-amz-object-lock-mode"));
        Assert.Empty(_fake.Server.VersionsOf(FakeS3.Claims, claim.Key));
    }

    [Theory]
    [InlineData("ours", SlotOutcome.Created)]
    [InlineData("theirs", SlotOutcome.Occupied)]
    public async Task Create_SlotFilledByAnotherAfterTheClaim_IsOursWhenTheOctetsAre(string filled, SlotOutcome outcome)
    {
        // Whoever loses the claim fills the slot with the claim's octets, and may be quicker than the winner.
        var slotReads = 0;
        _fake.Server.Fault = request =>
        {
            if (request is { Method: "GET", Bucket: FakeS3.Locked } && ++slotReads == 1)
            {
                _fake.Server.Plant(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000007.ndjson", System.Text.Encoding.UTF8.GetBytes(filled));
            }

            return FakeS3Fault.None;
        };
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Claim));

        Assert.Equal(outcome, await store.CreateSegmentAsync(Log, 7, "ours"u8.ToArray(), Token));

        Assert.Single(_fake.Server.VersionsOf(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000007.ndjson"));
    }

    [Fact]
    public async Task Create_ClaimModeFilledSlot_IsOccupiedByOneRequestWithoutOctets()
    {
        const string Slot = "prod/log/log-a/seg/00000000000000000007.ndjson", Claim = "prod/claim/log-a/00000000000000000007";
        _fake.Server.Plant(FakeS3.Locked, Slot, "ours"u8.ToArray());
        _fake.Server.Plant(FakeS3.Claims, Claim, "ours"u8.ToArray());
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Claim));

        Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(Log, 7, "ours"u8.ToArray(), Token));

        string[] seen = [.. _fake.Server.Requests.Select(request => $"{request.Method} {request.Bucket}")];
        Assert.Equal(["HEAD log-bucket", "DELETE claim-bucket"], seen);
        Assert.Empty(_fake.Server.VersionsOf(FakeS3.Claims, Claim));
    }

    [Fact]
    public async Task Create_ClaimModeAProxySaysNotFound_TheFilledSlotStaysAndNothingIsClaimedForGood()
    {
        const string Slot = "prod/log/log-a/seg/00000000000000000007.ndjson";
        _fake.Server.Plant(FakeS3.Locked, Slot, "first"u8.ToArray());
        _fake.Server.Fault = request => request.Method == "HEAD" ? FakeS3Fault.ProxyNotFound : FakeS3Fault.None;
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Claim));

        Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(Log, 7, "ours"u8.ToArray(), Token));

        Assert.Equal("first"u8.ToArray(), Assert.Single(_fake.Server.VersionsOf(FakeS3.Locked, Slot)).Octets);
        Assert.Empty(_fake.Server.VersionsOf(FakeS3.Claims, "prod/claim/log-a/00000000000000000007"));
    }

    [Fact]
    public async Task Create_ClaimModeHiddenSlot_ThrowsAndClaimsNothing()
    {
        _fake.Server.Plant(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000007.ndjson", null);
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Claim));

        await Assert.ThrowsAsync<StoreException>(async () => await store.CreateSegmentAsync(Log, 7, "ours"u8.ToArray(), Token));

        Assert.DoesNotContain(_fake.Server.Requests, request => request.Method == "PUT");
    }

    [Fact]
    public async Task Create_SomebodyClaimedAndDied_TheSlotGetsTheClaimsOctets()
    {
        _fake.Server.Plant(FakeS3.Claims, "prod/claim/log-a/00000000000000000007", "theirs"u8.ToArray());
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Claim));

        Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(Log, 7, "ours"u8.ToArray(), Token));

        Assert.Equal("theirs"u8.ToArray(), (await store.ReadSegmentAsync(Log, 7, Token))!.Value.ToArray());
        Assert.Empty(_fake.Server.VersionsOf(FakeS3.Claims, "prod/claim/log-a/00000000000000000007"));
    }

    [Fact]
    public async Task Create_ClaimOfALateWriterBesideAFilledSlot_TheSlotStays()
    {
        _fake.Server.Plant(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000007.ndjson", "first"u8.ToArray());
        _fake.Server.Plant(FakeS3.Claims, "prod/claim/log-a/00000000000000000007", "late"u8.ToArray());
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Claim));

        Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(Log, 7, "ours"u8.ToArray(), Token));

        Assert.Equal("first"u8.ToArray(), Assert.Single(_fake.Server.VersionsOf(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000007.ndjson")).Octets);
    }

    [Fact]
    public async Task Create_ClaimChangesBetweenItsReadAndTheSlots_TheFilledSlotStays()
    {
        // Whoever reads the slot first and the claim afterwards stores the second claim over the first one's segment here.
        const string Slot = "prod/log/log-a/seg/00000000000000000007.ndjson", Claim = "prod/claim/log-a/00000000000000000007";
        _fake.Server.Plant(FakeS3.Claims, Claim, "first"u8.ToArray());
        int reads = 0;
        _fake.Server.Fault = request =>
        {
            // The first is of the claim.
            if (request.Method == "GET" && ++reads == 2)
            {
                _fake.Server.Plant(FakeS3.Locked, Slot, "first"u8.ToArray());
                _fake.Server.Plant(FakeS3.Claims, Claim, "second"u8.ToArray());
            }

            return FakeS3Fault.None;
        };
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Claim));

        Assert.Equal(SlotOutcome.Occupied, await store.CreateSegmentAsync(Log, 7, "ours"u8.ToArray(), Token));

        Assert.Equal("first"u8.ToArray(), Assert.Single(_fake.Server.VersionsOf(FakeS3.Locked, Slot)).Octets);
    }

    [Theory]
    [InlineData(S3SlotMode.Conditional)]
    [InlineData(S3SlotMode.Claim)]
    public async Task Slot_HiddenByADeleteMarker_IsMissingToReadersAndNotEmptyToWriters(S3SlotMode mode)
    {
        var calls = _fake.Open(mode);
        var (store, reader) = (new S3SegmentStore(calls), new S3SegmentReader(calls));
        await store.CreateSegmentAsync(Log, 0, "x"u8.ToArray(), Token);
        _fake.Server.Plant(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000000.ndjson", null);

        Assert.Null(await reader.ReadSegmentAsync(Log, 0, Token));
        Assert.Equal([0], await reader.ListSegmentsAsync(Log, Token).ToListAsync(Token));
        Assert.Equal(0, await reader.FindLastSegmentAsync(Log, Token));
        var refusal = await Assert.ThrowsAsync<StoreException>(async () => await store.ReadSegmentAsync(Log, 0, Token));
        Assert.Contains("delete marker", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([true, false], (await reader.ListVersionsAsync(Log, Token).ToListAsync(Token)).Select(version => version.IsDeleteMarker));
    }

    [Fact]
    public async Task History_SeveralVersions_AreListedReadAndShownWithTheirLocks()
    {
        var calls = _fake.Open(S3SlotMode.Conditional);
        var (store, reader) = (new S3SegmentStore(calls), new S3SegmentReader(calls));
        await store.CreateSegmentAsync(Log, 0, "first"u8.ToArray(), Token);
        _fake.Server.Plant(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000000.ndjson", "second"u8.ToArray());
        await store.CreateSegmentAsync(Log, 1, "third"u8.ToArray(), Token);

        var versions = await reader.ListVersionsAsync(Log, Token).ToListAsync(Token);

        Assert.Equal([(0, true), (0, false), (1, true)], versions.Select(version => (version.Segment, version.IsLatest)));
        Assert.Equal("first"u8.ToArray(), (await reader.ReadVersionAsync(Log, 0, versions[1].VersionId, Token))!.Octets.ToArray());
        Assert.False((await reader.ReadVersionAsync(Log, 0, versions[0].VersionId, Token))!.Lock.IsCompliance);
        var held = (await reader.ReadVersionAsync(Log, 0, versions[1].VersionId, Token))!.Lock;
        Assert.True(held.IsCompliance);
        Assert.False(held.HasLegalHold);
        Assert.Equal(RetainedUntil(0, version: 0), held.RetainUntil);
        Assert.Null(await reader.ReadVersionAsync(Log, 0, "unknown", Token));
        Assert.DoesNotContain(_fake.Server.Requests, request => request.Method == "HEAD");
    }

    [Fact]
    public async Task FindLastSegment_LongLog_TakesLogarithmicallyManyRequests()
    {
        var reader = new S3SegmentReader(_fake.Open(S3SlotMode.Conditional));
        for (int segment = 0; segment < 5_000; segment++)
        {
            _fake.Server.Plant(FakeS3.Locked, $"prod/log/log-a/seg/{segment:D20}.ndjson", [1]);
        }

        Assert.Equal(4_999, await reader.FindLastSegmentAsync(Log, Token));

        Assert.InRange(_fake.Server.Requests.Count, 1, 40);
        Assert.All(_fake.Server.Requests, request => Assert.True(request.IsList));
    }

    [Fact]
    public async Task List_MoreThanAPage_IsWhole()
    {
        var calls = _fake.Open(S3SlotMode.Conditional);
        for (int number = 0; number < 2_500; number++)
        {
            _fake.Server.Plant(FakeS3.Locked, $"prod/log/log-a/seg/{number:D20}.ndjson", [1]);
            _fake.Server.Plant(FakeS3.Derived, $"prod/derived/log-a/state/{number:D20}", [1]);
        }

        Assert.Equal(Enumerable.Range(0, 2_500).Select(number => (long)number), await new S3SegmentReader(calls).ListSegmentsAsync(Log, Token).ToListAsync(Token));
        Assert.Equal(2_500, await new S3DerivedReader(calls).ListAsync(Log, "state/", Token).CountAsync(Token));
    }

    [Theory]
    [InlineData(FakeS3Fault.NotDone)]
    [InlineData(FakeS3Fault.ReplyLost)]
    [InlineData(FakeS3Fault.Unavailable)]
    [InlineData(FakeS3Fault.Slow)]
    [InlineData(FakeS3Fault.Truncated)]
    [InlineData(FakeS3Fault.WrongChecksum)]
    [InlineData(FakeS3Fault.WrongTagAlone)]
    public async Task Read_OneFault_IsTriedAgain(FakeS3Fault fault)
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional));
        await store.CreateSegmentAsync(Log, 0, "octets"u8.ToArray(), Token);
        int left = 1;
        _fake.Server.Fault = _ => left-- > 0 ? fault : FakeS3Fault.None;

        Assert.Equal("octets"u8.ToArray(), (await store.ReadSegmentAsync(Log, 0, Token))!.Value.ToArray());
    }

    [Fact]
    public async Task Read_TagBesideTheRightChecksum_IsNotLookedAt()
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional));
        await store.CreateSegmentAsync(Log, 0, "octets"u8.ToArray(), Token);
        _fake.Server.Fault = _ => FakeS3Fault.WrongTag;

        Assert.Equal("octets"u8.ToArray(), (await store.ReadSegmentAsync(Log, 0, Token))!.Value.ToArray());
    }

    [Theory]
    [InlineData(FakeS3Fault.NotDone)]
    [InlineData(FakeS3Fault.Unavailable)]
    [InlineData(FakeS3Fault.Truncated)]
    [InlineData(FakeS3Fault.WrongChecksum)]
    [InlineData(FakeS3Fault.WrongTagAlone)]
    [InlineData(FakeS3Fault.ProxyNotFound)]
    [InlineData(FakeS3Fault.Conflict)]
    public async Task Read_EveryAttemptFails_ThrowsAfterAFewAndNeverReadsEmpty(FakeS3Fault fault)
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional));
        await store.CreateSegmentAsync(Log, 0, "octets"u8.ToArray(), Token);
        _fake.Server.Fault = _ => fault;

        var failure = await Assert.ThrowsAsync<StoreException>(async () => await store.ReadSegmentAsync(Log, 0, Token));

        Assert.InRange(_fake.Server.Requests.Count(request => request.Method == "GET"), 1, 4);
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(FakeS3Fault.NotDone)]
    [InlineData(FakeS3Fault.ReplyLost)]
    [InlineData(FakeS3Fault.Unavailable)]
    [InlineData(FakeS3Fault.UnavailableButDone)]
    [InlineData(FakeS3Fault.Slow)]
    [InlineData(FakeS3Fault.SlowButDone)]
    public async Task Create_OutcomeUnknown_ThrowsAndIsNotSentAgain(FakeS3Fault fault)
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional));
        _fake.Server.Fault = _ => fault;

        await Assert.ThrowsAsync<StoreException>(async () => await store.CreateSegmentAsync(Log, 0, "octets"u8.ToArray(), Token));

        Assert.Single(_fake.Server.Requests);
    }

    [Fact]
    public async Task Create_ConflictForEver_ThrowsAfterAFewAttempts()
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional));
        _fake.Server.Fault = request => request.Method == "PUT" ? FakeS3Fault.Conflict : FakeS3Fault.None;

        await Assert.ThrowsAsync<StoreException>(async () => await store.CreateSegmentAsync(Log, 0, "octets"u8.ToArray(), Token));

        Assert.Equal(4, _fake.Server.Requests.Count(request => request.Method == "PUT"));
    }

    [Fact]
    public async Task Create_ConflictOnceAndNobodyThere_TheSameOctetsAreSentAgain()
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional));
        int left = 1;
        _fake.Server.Fault = _ => left-- > 0 ? FakeS3Fault.Conflict : FakeS3Fault.None;

        Assert.Equal(SlotOutcome.Created, await store.CreateSegmentAsync(Log, 0, "octets"u8.ToArray(), Token));
    }

    [Fact]
    public async Task Read_LargerThanTheLimit_Throws()
    {
        _fake.Server.Plant(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000000.ndjson", new byte[StoreLimits.MaxReadBytes + 1]);
        var reader = new S3SegmentReader(_fake.Open(S3SlotMode.Conditional));

        await Assert.ThrowsAsync<StoreException>(async () => await reader.ReadSegmentAsync(Log, 0, Token));
    }

    [Theory]
    [InlineData(FakeS3Fault.Truncated)]
    [InlineData(FakeS3Fault.Unavailable)]
    [InlineData(FakeS3Fault.ProxyNotFound)]
    public async Task List_EveryAttemptFails_Throws(FakeS3Fault fault)
    {
        var reader = new S3SegmentReader(_fake.Open(S3SlotMode.Conditional));
        _fake.Server.Plant(FakeS3.Locked, "prod/log/log-a/seg/00000000000000000000.ndjson", [1]);
        _fake.Server.Fault = _ => fault;

        await Assert.ThrowsAsync<StoreException>(async () => await reader.ListSegmentsAsync(Log, Token).ToListAsync(Token));
        await Assert.ThrowsAsync<StoreException>(async () => await reader.FindLastSegmentAsync(Log, Token));
    }

    [Fact]
    public async Task Calls_KeyFilesMissing_SayWhichFileAndSendNothing()
    {
        var store = new S3SegmentStore(_fake.Open(S3SlotMode.Conditional, settings => settings.SecretKeyPath = "/nowhere/secret-key-file"));

        var failure = await Assert.ThrowsAsync<StoreException>(async () => await store.ReadSegmentAsync(Log, 0, Token));

        Assert.Contains("/nowhere/secret-key-file", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_fake.Server.Requests);
    }

    private DateTimeOffset RetainedUntil(long segment, int version = 0) => DateTimeOffset.Parse(
        _fake.Server.VersionsOf(FakeS3.Locked, $"prod/log/log-a/seg/{segment:D20}.ndjson")[version].RetainUntil!, CultureInfo.InvariantCulture);

    private static byte[] SegmentSealedAt(string time) => Encoding.UTF8.GetBytes(
        "{\"epoch\":1}\n{\"entry\":{\"recorded_at\":\"" + time + "\",\"seal\":{},\"seq\":1,\"type\":\"seal\"},\"mac\":\"00\"}\n{\"mac\":\"00\"}\n");
}
