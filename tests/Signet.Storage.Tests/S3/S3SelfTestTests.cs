using Signet.Storage.S3;
using Signet.Testing.Storage.S3;
using Xunit;

namespace Signet.Storage.Tests.S3;

public sealed class S3SelfTestTests : IDisposable
{
    private readonly FakeS3Store _fake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _fake.Dispose();

    [Theory]
    [InlineData(S3SlotMode.Conditional)]
    [InlineData(S3SlotMode.Claim)]
    public async Task Run_StoreAsDocumented_PassesAndLocksProbesForAMinute(S3SlotMode mode)
    {
        var before = TimeProvider.System.GetUtcNow();

        await new S3SelfTest(_fake.Open(mode)).RunAsync(Token);

        var locked = _fake.Server.Requests.Where(request => request.Headers.ContainsKey("x-amz-object-lock-mode")).ToList();
        Assert.NotEmpty(locked);
        Assert.All(locked, request =>
        {
            Assert.StartsWith("prod/probe/", request.Key, StringComparison.Ordinal);
            Assert.True(DateTimeOffset.Parse(request.Headers["x-amz-object-lock-retain-until-date"], null) <= before.AddMinutes(2));
        });
    }

    [Theory]
    [InlineData(S3SlotMode.Conditional)]
    [InlineData(S3SlotMode.Claim)]
    public Task Run_SeveralCreateTheSameObject_IsRefused(S3SlotMode mode)
    {
        _fake.Server.IsAtomic = false;
        return RefusedAsync(mode, mode == S3SlotMode.Claim ? "Use another" : "Set SlotMode to Claim");
    }

    [Fact]
    public Task Run_NoLockConfiguration_IsRefused()
    {
        _fake.Server.HasLockConfiguration = false;
        return RefusedAsync(S3SlotMode.Conditional, "has no Object Lock");
    }

    [Fact]
    public Task Run_LocksAreNotKept_IsRefused()
    {
        _fake.Server.HonoursLocks = false;
        return RefusedAsync(S3SlotMode.Conditional, "did not lock a probe");
    }

    [Fact]
    public Task Run_ClaimsHaveVersions_IsRefused()
    {
        _fake.Server.VersionsClaims = true;
        return RefusedAsync(S3SlotMode.Claim, "keeps versions");
    }

    [Fact]
    public Task Run_ServerIsAway_IsRefused()
    {
        _fake.Server.Fault = _ => FakeS3Fault.Unavailable;
        return RefusedAsync(S3SlotMode.Conditional, "could not be made");
    }

    private async Task RefusedAsync(S3SlotMode mode, string why)
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(() => new S3SelfTest(_fake.Open(mode)).RunAsync(Token));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }
}
