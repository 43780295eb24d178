using System.Text;
using System.Text.Json;
using Amazon.S3;
using Amazon.S3.Model;
using Signet.Cli.AllInOne;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Storage.S3;
using Signet.Testing.Processes;
using Signet.Testing.Storage;
using Signet.Verifier;

namespace Signet.EndToEndTests.Stores;

/// <summary>What a verifier has seen, kept under Object Lock on a real server with keys that can add to it and take nothing away.</summary>
[Collection("Ceph")]
public sealed class VerifierMemoryTests(CephServer ceph)
{
    private const string Log = "log-a";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_WhoeverMayPutAndHide_CannotMakeItForget()
    {
        var (location, settings) = await ceph.MemoryAsync(Token);
        var memory = MemoryLocation.Open(location, settings, TimeProvider.System);
        Assert.Null(await memory.RecallAsync(Log, Token));
        await memory.RememberAsync(Seen(9), Token);
        await memory.RememberAsync(Seen(10), Token);
        await memory.RememberAsync(Seen(10) with { RunsSinceFull = 1 }, Token);
        Assert.Equal((10L, 1), await RecalledAsync(location, settings));

        var (bucket, prefix) = (Bucket(location), location[$"s3://{Bucket(location)}/".Length..] + $"/memory/{Log}/seen/");
        var last = prefix + "00000000000000000010/00000001";
        await ceph.Operator.DeleteObjectAsync(bucket, last, Token);
        Assert.Equal((10L, 1), await RecalledAsync(location, settings));
        await PutAsync(bucket, last, Seen(10, root: 2).Text);
        Assert.Equal((10L, 1), await RecalledAsync(location, settings));
        foreach (var version in (await ceph.Operator.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket, Prefix = last }, Token)).Versions
            .Where(version => version.IsDeleteMarker != true && version.IsLatest != true))
        {
            await Assert.ThrowsAsync<AmazonS3Exception>(() => ceph.Operator.DeleteObjectAsync(bucket, last, version.VersionId, Token));
        }

        // Another tree of the size seen, under a number of its own: said, and not believed.
        await PutAsync(bucket, prefix + "00000000000000000010/00000002", Seen(10, root: 2).Text);
        await Assert.ThrowsAsync<IOException>(() => RecalledAsync(location, settings));
    }

    [Fact]
    public async Task Memory_OfItsOwnKeys_TakesNothingAway()
    {
        var (location, settings) = await ceph.MemoryAsync(Token);
        await MemoryLocation.Open(location, settings, TimeProvider.System).RememberAsync(Seen(9), Token);
        var (bucket, key) = (Bucket(location), location[$"s3://{Bucket(location)}/".Length..] + $"/memory/{Log}/seen/00000000000000000009/00000000");
        using var own = new AmazonS3Client(
            new Amazon.Runtime.BasicAWSCredentials(File.ReadAllText(settings.AccessKeyPath!).Trim(), File.ReadAllText(settings.SecretKeyPath!).Trim()),
            new AmazonS3Config { ServiceURL = settings.Endpoint!.AbsoluteUri, AuthenticationRegion = settings.Region, ForcePathStyle = true, MaxErrorRetry = 0 });
        await Assert.ThrowsAsync<AmazonS3Exception>(() => own.DeleteObjectAsync(bucket, key, Token));
    }

    [Fact]
    public async Task CommandAndService_MemoryInS3_RememberAndNoticeALogThatShrank()
    {
        using var directory = new TemporaryDirectory();
        var (location, settings) = await ceph.MemoryAsync(Token);
        var (data, file) = (directory.File("data"), directory.File("memory.json"));
        await File.WriteAllTextAsync(file, Json(settings), Token);
        await using (var up = await SignetProcess.UpAsync(data, [], Token))
        {
            Assert.Equal(0, await up.TerminateAsync(Token));
        }

        var (log, vkey) = (DataDirectory.ReadLogId(data), DataTrust.Load(data).CheckpointKey!.ToString());
        string[] verify = ["audit", "verify", Path.Combine(data, "store"), "--log-id", log, "--vkey", vkey, "--memory", location, "--memory-s3", file];
        Assert.Equal(0, (await SignetExecutable.RunAsync(verify, null, Token)).ExitCode);
        var seen = (await MemoryLocation.Open(location, settings, TimeProvider.System).RecallAsync(log, Token))!;
        Assert.True(seen.Tree.Size > 0);

        // The service goes on from what the command saw.
        var job = new Dictionary<string, string>
        {
            ["Verifier__LogId"] = log,
            ["Verifier__StorePath"] = Path.Combine(data, "store"),
            ["Verifier__CheckpointVkey"] = vkey,
            ["Verifier__MemoryPath"] = location,
            ["Verifier__MemoryS3__Endpoint"] = settings.Endpoint!.AbsoluteUri,
            ["Verifier__MemoryS3__Region"] = settings.Region,
            ["Verifier__MemoryS3__PathStyle"] = "true",
            ["Verifier__MemoryS3__RetainDays"] = "1",
            ["Verifier__MemoryS3__AccessKeyPath"] = settings.AccessKeyPath!,
            ["Verifier__MemoryS3__SecretKeyPath"] = settings.SecretKeyPath!,
        };
        var clean = await ServiceProcess.RunAsync("verifier", ["--once"], job, Token);
        Assert.True(clean.ExitCode == 0, clean.Output + clean.Error);

        foreach (var derived in Directory.EnumerateDirectories(Path.Combine(data, "store", "derived")))
        {
            Directory.Delete(derived, recursive: true);
        }

        File.Delete(Directory.EnumerateFiles(Path.Combine(data, "store", "log", log, "seg")).Order(StringComparer.Ordinal).Last());
        var broken = await ServiceProcess.RunAsync("verifier", ["--once"], job, Token);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("rolled_back", broken.Output, StringComparison.Ordinal);
        var alone = await SignetExecutable.RunAsync([.. verify[..^2]], null, Token);
        Assert.Equal(2, alone.ExitCode);
        Assert.Contains("settings of its own", alone.Error, StringComparison.Ordinal);
    }

    private static SeenLog Seen(long size, byte root = 1) => new() { Tree = new Checkpoint(Log, size, Digest.Of([root])) };

    private static string Bucket(string location) => location["s3://".Length..].Split('/')[0];

    private static async Task<(long Size, int Runs)> RecalledAsync(string location, S3Settings settings)
    {
        var seen = (await MemoryLocation.Open(location, settings, TimeProvider.System).RecallAsync(Log, Token))!;
        return (seen.Tree.Size, seen.RunsSinceFull);
    }

    private Task<PutObjectResponse> PutAsync(string bucket, string key, string text) => ceph.Operator.PutObjectAsync(
        new PutObjectRequest { BucketName = bucket, Key = key, InputStream = new MemoryStream(Encoding.UTF8.GetBytes(text)), UseChunkEncoding = false }, Token);

    private static string Json(S3Settings settings) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["Endpoint"] = settings.Endpoint!,
        ["Region"] = settings.Region,
        ["PathStyle"] = true,
        ["RetainDays"] = 1,
        ["AccessKeyPath"] = settings.AccessKeyPath!,
        ["SecretKeyPath"] = settings.SecretKeyPath!,
    });
}
