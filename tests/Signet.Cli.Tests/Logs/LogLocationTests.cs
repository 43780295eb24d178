using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Ledger.Verification;
using Signet.Testing.Storage;
using Signet.Verifier;

namespace Signet.Cli.Tests.Logs;

public sealed class LogLocationTests(LogFixture log) : IClassFixture<LogFixture>
{
    [Fact]
    public async Task Open_DataDirectory_TrustsItsKeys() => await AssertResultAsync(log.Data, new TrustOptions(), VerificationResult.Clean, full: true);

    [Fact]
    public async Task Open_Keyless_KnowsNoSecrets() =>
        await AssertResultAsync(log.Data, new TrustOptions { Keyless = true }, VerificationResult.Clean, full: false);

    [Fact]
    public async Task Open_LogIdGiven_TakesNoKeysFromBesideTheLog() =>
        await AssertResultAsync(log.Data, new TrustOptions { LogId = log.LogId }, VerificationResult.NotVerified, full: false);

    [Fact]
    public async Task Open_Store_IsSelfDeclared() =>
        await AssertResultAsync(log.Store, new TrustOptions(), VerificationResult.NotVerified, full: false);

    [Fact]
    public async Task Open_StoreWithVkey_IsVerifiedWithoutMacs() =>
        await AssertResultAsync(log.Store, new TrustOptions { Vkey = log.Vkey }, VerificationResult.Clean, full: false);

    [Fact]
    public async Task Open_StoreWithVkeyAndSecret_IsVerifiedInFull() => await AssertResultAsync(
        log.Store, new TrustOptions { Vkey = log.Vkey, RootSecret = DataDirectory.ChainKeyPath(log.Data) }, VerificationResult.Clean, full: true);

    /// <summary>A mounted Secret is a link to a file that the pod's group may read.</summary>
    [Fact]
    public async Task Open_MountedSecret_IsVerifiedInFull()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes.");
        using var mount = new TemporaryDirectory();
        File.Copy(DataDirectory.ChainKeyPath(log.Data), mount.File("..data"));
        File.SetUnixFileMode(mount.File("..data"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(mount.File("chain-root.key"), mount.File("..data"));
        await AssertResultAsync(
            log.Store, new TrustOptions { Vkey = log.Vkey, RootSecret = mount.File("chain-root.key") }, VerificationResult.Clean, full: true);
    }

    [Fact]
    public async Task Open_OtherSecret_IsBroken()
    {
        using var other = new TemporaryDirectory();
        DataDirectory.Open(other.Path).Dispose();
        await AssertResultAsync(
            log.Data, new TrustOptions { RootSecret = DataDirectory.ChainKeyPath(other.Path) }, VerificationResult.Broken, full: true);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("other-log+00000000+AAAA")]
    [InlineData("")]
    public async Task Open_VkeyOfAnotherForm_IsAUserError(string vkey) => await AssertRefusedAsync(log.Data, new TrustOptions { Vkey = vkey });

    [Fact]
    public async Task Open_VkeyOfAnotherLog_IsAUserError()
    {
        using var other = new TemporaryDirectory();
        DataDirectory.Open(other.Path).Dispose();
        await AssertRefusedAsync(log.Data, new TrustOptions { Vkey = DataTrust.Load(other.Path).CheckpointKey!.ToString() });
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("name=/nowhere/roots.pem")]
    [InlineData("name=/dev/null")]
    [InlineData("Not A Name=/dev/null")]
    public async Task Open_RootsOfAnotherForm_AreAUserError(string roots) =>
        await AssertRefusedAsync(log.Data, new TrustOptions { TsaRoots = [roots] });

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("/dev/null")]
    public async Task Open_SecretThatIsNone_IsAUserError(string path) => await AssertRefusedAsync(log.Data, new TrustOptions { RootSecret = path });

    [Fact]
    public async Task Open_NoLog_IsAUserError()
    {
        using var empty = new TemporaryDirectory();
        await AssertRefusedAsync(empty.Path, new TrustOptions());
        await AssertRefusedAsync(empty.File("nowhere"), new TrustOptions());
        await AssertRefusedAsync("", new TrustOptions());
        Assert.Empty(Directory.GetFileSystemEntries(empty.Path));
    }

    [Fact]
    public async Task Open_SeveralLogs_HasToBeToldWhich()
    {
        using var store = new TemporaryDirectory();
        Directory.CreateDirectory(store.File("log", "one", "seg"));
        Directory.CreateDirectory(store.File("log", "two", "seg"));
        await AssertRefusedAsync(store.Path, new TrustOptions());
        Assert.Equal("two", (await LogLocation.OpenAsync(store.Path, new TrustOptions { LogId = "two" }, TestContext.Current.CancellationToken)).LogId);
    }

    [Theory]
    [InlineData("../..")]
    [InlineData("UPPER")]
    [InlineData("")]
    public async Task Open_LogIdOfAnotherForm_IsAUserError(string logId) => await AssertRefusedAsync(log.Store, new TrustOptions { LogId = logId });

    private static async Task AssertResultAsync(string path, TrustOptions given, VerificationResult result, bool full)
    {
        var location = await LogLocation.OpenAsync(path, given, TestContext.Current.CancellationToken);
        var report = await LogVerifier.VerifyAsync(
            location.Segments, location.Derived, location.Trust, TimeProvider.System.GetUtcNow(), null, TestContext.Current.CancellationToken);
        Assert.Equal((result, full), (report.Result, report.Full));
    }

    private static async Task AssertRefusedAsync(string path, TrustOptions given) =>
        await Assert.ThrowsAsync<UserErrorException>(() => LogLocation.OpenAsync(path, given, TestContext.Current.CancellationToken));
}
