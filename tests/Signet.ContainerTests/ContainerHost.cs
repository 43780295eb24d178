using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Networks;
using Microsoft.Extensions.Logging.Abstractions;
using Signet.ContainerTests.Docker;
using Signet.Storage.S3;
using Signet.Testing;
using Signet.Testing.Authorities;
using Signet.Testing.Storage;

[assembly: AssemblyFixture(typeof(Signet.ContainerTests.ContainerHost))]

namespace Signet.ContainerTests;

/// <summary>
/// What all tests share: a daemon, the images, two networks, and on them the S3 server and the development model. Callers, model and gateways are in front;
/// gateways and everything behind them at the back.
/// </summary>
public sealed class ContainerHost : IAsyncLifetime
{
    public const string Front = "front";
    public const string Back = "back";

    private const string Prefix = "localhost/signet";
    private const string Tag = "test";
    private const string AccessKey = "signettestaccess00000";
    private const string SecretKey = "signettestsecret000000000000000000000000";

    private readonly TemporaryDirectory _files = new();
    private readonly List<INetwork> _networks = [];
    private readonly List<Box> _boxes = [];
    private DockerDaemon? _daemon;
    private OpenSslTsa? _tsa;

    /// <summary>The host's own address at the back: where containers reach what tests serve themselves.</summary>
    public IPAddress Address { get; private set; } = IPAddress.None;

    /// <summary>An authority of openssl's, which the host serves.</summary>
    internal OpenSslTsa Tsa => _tsa!;

    /// <summary>The access key of the store, as files <c>access</c> and <c>secret</c>.</summary>
    internal string StoreKeys => _files.File("store-keys");

    /// <summary>The store as the host reaches it. Containers know it as <c>s3</c>.</summary>
    internal S3Settings Store { get; private set; } = new();

    internal static string ImageOf(string name) => $"{Prefix}/{name}:{Tag}";

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await Shell.RunAsync(Repository.PathOf("tests", "env", "s3", "install"), [], cancellation);
        _daemon = await DockerDaemon.StartAsync(cancellation);
        await BuildAsync(cancellation);
        foreach (var name in new[] { Front, Back })
        {
            _networks.Add(new NetworkBuilder().WithLogger(NullLogger.Instance).WithName(name).Build());
            await _networks[^1].CreateAsync(cancellation);
        }

        Address = IPAddress.Parse(await Shell.RunAsync(
            "docker", ["network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", Back], cancellation));
        Directory.CreateDirectory(_files.File("tsa"));
        _tsa = await OpenSslTsa.StartAsync(_files.File("tsa"), cancellation, Address);
        await Task.WhenAll(StartStoreAsync(cancellation), StartModelAsync(cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        if (_tsa is not null)
        {
            await _tsa.DisposeAsync();
        }

        foreach (var box in _boxes)
        {
            await box.DisposeAsync();
        }

        foreach (var network in _networks)
        {
            await network.DisposeAsync();
        }

        if (_daemon is not null)
        {
            await _daemon.DisposeAsync();
        }

        _files.Dispose();
    }

    /// <summary>A directory that the user of the images owns.</summary>
    internal static async Task<string> OwnedAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(path);
        await Shell.RunAsync("chown", ["-R", "10001:10001", path], cancellationToken);
        return path;
    }

    /// <summary>From what is built, in the configuration of these tests.</summary>
    private static async Task BuildAsync(CancellationToken cancellationToken)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        await Shell.RunAsync(
            "env",
            [$"CONFIGURATION={configuration}", Repository.PathOf("deploy", "images", "build"), "--local", "--built", "--prefix", Prefix, "--tag", Tag],
            cancellationToken);
        await Shell.RunAsync(Repository.PathOf("tests", "env", "containers", "build"), [Prefix, configuration], cancellationToken);
    }

    private async Task StartStoreAsync(CancellationToken cancellationToken)
    {
        var box = await AddAsync(new BoxOptions { Image = ImageOf("s3"), Network = Back, Aliases = ["s3"], Memory = [], IsWritable = true }, cancellationToken);
        var endpoint = new Uri($"http://{await box.AddressOnAsync(Back, cancellationToken)}:8000");
        await box.UntilReadyAsync(endpoint, cancellationToken);
        Directory.CreateDirectory(StoreKeys);
        await File.WriteAllTextAsync(Path.Combine(StoreKeys, "access"), AccessKey, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(StoreKeys, "secret"), SecretKey, cancellationToken);
        await OwnedAsync(StoreKeys, cancellationToken);
        Store = new S3Settings
        {
            Endpoint = endpoint,
            AllowPlainHttp = true,
            Region = "default",
            PathStyle = true,
            DerivedBucket = "signet-derived",
            ClaimBucket = "signet-claims",
            AccessKeyPath = Path.Combine(StoreKeys, "access"),
            SecretKeyPath = Path.Combine(StoreKeys, "secret"),
            SlotMode = S3SlotMode.Claim,
            RetainDays = 1,
        };
        using var client = new AmazonS3Client(
            new BasicAWSCredentials(AccessKey, SecretKey),
            new AmazonS3Config
            {
                ServiceURL = endpoint.AbsoluteUri,
                AuthenticationRegion = Store.Region,
                ForcePathStyle = true,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            });
        await UntilUserExistsAsync(client, cancellationToken);
        await client.PutBucketAsync(new PutBucketRequest { BucketName = "signet-log", ObjectLockEnabledForBucket = true }, cancellationToken);
        await client.PutBucketAsync(Store.DerivedBucket, cancellationToken);
        await client.PutBucketAsync(Store.ClaimBucket, cancellationToken);
    }

    /// <summary>The server answers before its user is made.</summary>
    private static async Task UntilUserExistsAsync(AmazonS3Client client, CancellationToken cancellationToken)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                await client.ListBucketsAsync(cancellationToken);
                return;
            }
            catch (AmazonS3Exception) when (left > 0)
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private async Task StartModelAsync(CancellationToken cancellationToken)
    {
        var policy = _files.File("model.yaml");
        await File.WriteAllTextAsync(policy, "version: 1\ntool_calls: pass\nallow_no_checks: true\nchecks: []\n", cancellationToken);
        var box = await AddAsync(
            new BoxOptions
            {
                Image = ImageOf("signet"),
                Network = Front,
                Aliases = ["model"],
                Arguments = ["up", "--address", "0.0.0.0", "--data", "/data", "--policy", "/policy.yaml"],
                Mounts = [new(await OwnedAsync(_files.File("model"), cancellationToken), "/data", IsWritable: true), new(policy, "/policy.yaml")],
            },
            cancellationToken);
        await box.UntilReadyAsync(new Uri($"http://{await box.AddressOnAsync(Front, cancellationToken)}:8444/readyz"), cancellationToken);
    }

    private async Task<Box> AddAsync(BoxOptions options, CancellationToken cancellationToken)
    {
        var box = await Box.StartAsync(options, cancellationToken);
        lock (_boxes)
        {
            _boxes.Add(box);
        }

        return box;
    }
}
