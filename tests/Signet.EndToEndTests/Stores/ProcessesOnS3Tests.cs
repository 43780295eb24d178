using System.Text.Json;
using Signet.Cli.AllInOne;
using Signet.Hosting.Keys;
using Signet.Ledger.Checkpoints;
using Signet.Storage.S3;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Stores;

/// <summary>The programs as they are shipped, on a store in S3.</summary>
[Collection("Ceph")]
public sealed class ProcessesOnS3Tests(CephServer ceph)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_StoreInS3_IsRememberedVerifiedAndContinued()
    {
        using var directory = new TemporaryDirectory();
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, Token);
        var (data, file) = (directory.File("data"), directory.File("s3.json"));
        await File.WriteAllTextAsync(file, Json(settings), Token);

        await using (var first = await SignetProcess.UpAsync(data, ["--store", location, "--s3", file], Token))
        {
            Assert.Equal(0, await first.TerminateAsync(Token));
            Assert.Contains($"{location} (Object Lock for 1 days)", first.Output, StringComparison.Ordinal);
        }

        var report = await SignetExecutable.RunAsync(["audit", "verify", data], null, Token);
        Assert.StartsWith("CLEAN", report.Output, StringComparison.Ordinal);
        Assert.Contains("Object Lock", report.Output, StringComparison.Ordinal);
        await using (var second = await SignetProcess.UpAsync(data, [], Token))
        {
            Assert.Equal(0, await second.TerminateAsync(Token));
        }

        var log = DataDirectory.ReadLogId(data);
        var outside = await SignetExecutable.RunAsync(
            ["audit", "verify", location, "--s3", file, "--log-id", log, "--vkey", DataTrust.Load(data).CheckpointKey!.ToString()], null, Token);
        Assert.Equal(0, outside.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data, "store"));
        var elsewhere = await SignetExecutable.RunAsync(["up", "--data", data, "--store", location + "x", "--s3", file], null, Token);
        Assert.Equal(2, elsewhere.ExitCode);
        Assert.Contains("leave --store out", elsewhere.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuditorAndVerifier_StoreInS3_ShareALogAndRefuseAnotherModeOrAShorterRetention()
    {
        using var directory = new TemporaryDirectory();
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, Token);
        settings.RetainDays = 2;
        var auditorSettings = Auditor(directory, location, settings);
        await using (var auditor = await ServiceProcess.StartAsync("auditor", auditorSettings, Token))
        {
            using var signer = new CheckpointSigner("log-a", KeyFile.LoadOrCreateSecret(directory.File("checkpoint"), CheckpointSigner.SeedOctets));
            var verifierSettings = new Dictionary<string, string>(S3(settings))
            {
                ["Verifier__LogId"] = "log-a",
                ["Verifier__StorePath"] = location,
                ["Verifier__MemoryPath"] = directory.File("last-seen"),
                ["Verifier__CheckpointVkey"] = signer.VerifierKey.ToString(),
            };
            await using var verifier = await ServiceProcess.StartAsync("verifier", verifierSettings, Token);
            await verifier.UntilAsync(() => File.Exists(directory.File("last-seen")), Token, auditor);

            Assert.Equal(0, await verifier.TerminateAsync(Token));
            Assert.Equal(0, await auditor.TerminateAsync(Token));
        }

        settings.RetainDays = 1;
        var shorter = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ServiceProcess.StartAsync("auditor", Auditor(directory, location, settings), Token));
        Assert.Contains("Retention is only ever raised", shorter.Message, StringComparison.Ordinal);
        (settings.RetainDays, settings.SlotMode, settings.ClaimBucket) = (2, S3SlotMode.Conditional, "");
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => ServiceProcess.StartAsync("auditor", Auditor(directory, location, settings), Token));
    }

    private static Dictionary<string, string> Auditor(TemporaryDirectory directory, string location, S3Settings settings)
    {
        _ = KeyFile.LoadOrCreateSecret(directory.File("chain"), 32);
        _ = KeyFile.LoadOrCreateSecret(directory.File("checkpoint"), CheckpointSigner.SeedOctets);
        File.WriteAllText(directory.File("token"), "a-token-of-this-test-alone\n");
        return new Dictionary<string, string>(S3(settings))
        {
            ["Auditor__LogId"] = "log-a",
            ["Auditor__ChainRootPath"] = directory.File("chain"),
            ["Auditor__CheckpointSeedPath"] = directory.File("checkpoint"),
            ["Auditor__TokenPath"] = directory.File("token"),
            ["Auditor__StorePath"] = location,
        };
    }

    private static Dictionary<string, string> S3(S3Settings settings) => new()
    {
        ["S3__Endpoint"] = settings.Endpoint!.AbsoluteUri,
        ["S3__Region"] = settings.Region,
        ["S3__PathStyle"] = "true",
        ["S3__DerivedBucket"] = settings.DerivedBucket,
        ["S3__ClaimBucket"] = settings.ClaimBucket,
        ["S3__SlotMode"] = settings.SlotMode.ToString(),
        ["S3__RetainDays"] = $"{settings.RetainDays}",
        ["S3__AccessKeyPath"] = settings.AccessKeyPath!,
        ["S3__SecretKeyPath"] = settings.SecretKeyPath!,
    };

    private static string Json(S3Settings settings) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["Endpoint"] = settings.Endpoint!,
        ["Region"] = settings.Region,
        ["PathStyle"] = true,
        ["DerivedBucket"] = settings.DerivedBucket,
        ["ClaimBucket"] = settings.ClaimBucket,
        ["SlotMode"] = settings.SlotMode.ToString(),
        ["RetainDays"] = settings.RetainDays,
        ["AccessKeyPath"] = settings.AccessKeyPath!,
        ["SecretKeyPath"] = settings.SecretKeyPath!,
    });
}
