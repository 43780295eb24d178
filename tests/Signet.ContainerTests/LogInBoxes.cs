using System.Net;
using Signet.ContainerTests.Docker;
using Signet.Ledger.Checkpoints;
using Signet.Policy.Documents;
using Signet.Testing;
using Signet.Testing.Storage;

namespace Signet.ContainerTests;

/// <summary>One log on the S3 server, and the containers that write, read and feed it, with the keys that an operator made.</summary>
internal sealed class LogInBoxes : IAsyncDisposable
{
    public const string TsaName = "openssl";

    private const string KeysInBox = "/etc/signet/keys";
    private const string StoreKeysInBox = "/etc/signet/store";
    private const string RootsInBox = "/etc/signet/tsa-roots.pem";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly TemporaryDirectory _files = new();
    private readonly List<(string Name, Box Box)> _boxes = [];
    private readonly ContainerHost _host;
    private readonly string _logId;

    private LogInBoxes(ContainerHost host, string logId) => (_host, _logId) = (host, logId);

    public VerifierKey Key { get; private set; } = null!;

    /// <summary>What stands in the store.</summary>
    public WrittenLog Written => new(_logId, Location, Key, Path.Combine(Keys, "chain-root.key"), _host);

    private string Keys => _files.File("keys");

    private string Location => $"s3://signet-log/{_logId}";

    public static async Task<LogInBoxes> CreateAsync(ContainerHost host, string logId, CancellationToken cancellationToken)
    {
        var log = new LogInBoxes(host, logId);
        var vkey = await Shell.RunAsync(Repository.PathOf("deploy", "keys"), [log.Keys, logId], cancellationToken);
        Assert.True(VerifierKey.TryParse(vkey, out var key));
        log.Key = key!;

        await ContainerHost.OwnedAsync(log.Keys, cancellationToken);
        await File.WriteAllTextAsync(log._files.File("policy.yaml"), DefaultPolicy.Yaml, cancellationToken);
        return log;
    }

    /// <summary>An auditor; with a cluster it competes for the Lease.</summary>
    /// <param name="name">Names it in the log and on the network.</param>
    /// <param name="broker">True asks its sidecar for the events of a topic.</param>
    /// <param name="anchored">True promises anchors.</param>
    /// <param name="cluster">Where the Lease is.</param>
    /// <param name="aliases">Its other names on the network.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public Task<Box> StartAuditorAsync(
        string name, bool broker, bool anchored, ClusterInBoxes? cluster, string[] aliases, CancellationToken cancellationToken)
    {
        var environment = OnStore(new()
        {
            ["Auditor__LogId"] = _logId,
            ["Auditor__WriterId"] = name,
            ["Auditor__TokenPath"] = $"{KeysInBox}/auditor-token",
            ["Auditor__StorePath"] = Location,
            ["Auditor__RequiredAnchors"] = anchored ? "1" : "0",
        });
        if (broker)
        {
            environment["Auditor__PubSub"] = "auditbus";
        }

        if (anchored)
        {
            environment[$"Auditor__TsaRootPaths__{TsaName}"] = RootsInBox;
        }

        cluster?.Tell(environment);
        return AddAsync(
            name,
            new BoxOptions
            {
                Image = ContainerHost.ImageOf("auditor"),
                Network = ContainerHost.Back,
                Aliases = [name, .. aliases],
                Environment = environment,
                Mounts = [StoreMount, KeysMount, RootsMount, .. cluster?.Mounts ?? []],
            },
            cancellationToken);
    }

    /// <summary>An auditor that has no access key of the store, and what a cluster gives it in its place.</summary>
    public Task<Box> StartAuditorAsync(string name, Dictionary<string, string> given, BoxMount identity, CancellationToken cancellationToken)
    {
        var environment = OnStore(new(given)
        {
            ["Auditor__LogId"] = _logId,
            ["Auditor__TokenPath"] = $"{KeysInBox}/auditor-token",
            ["Auditor__StorePath"] = Location,
        });
        environment.Remove("S3__AccessKeyPath");
        environment.Remove("S3__SecretKeyPath");
        return AddAsync(
            name,
            new BoxOptions
            {
                Image = ContainerHost.ImageOf("auditor"),
                Network = ContainerHost.Back,
                Environment = environment,
                Mounts = [KeysMount, identity],
            },
            cancellationToken);
    }

    /// <summary>A gateway on both networks, which sends its events to a broker or to <c>auditor</c>.</summary>
    public async Task<Box> StartGatewayAsync(bool broker, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>
        {
            ["Gateway__LogId"] = _logId,
            ["Gateway__ProducerId"] = "gateway-0",
            ["Gateway__RecordTimeout"] = "00:00:02",
            ["Gateway__Upstream"] = "http://model:8443/v1",
            ["Auditor__BaseAddress"] = "http://auditor:8446",
            ["Auditor__TokenPath"] = $"{KeysInBox}/auditor-token",
            ["Commits__Timeout"] = "00:00:01",
        };
        if (broker)
        {
            (environment["Commits__Level"], environment["Commits__TokenPath"]) = ("broker", $"{KeysInBox}/auditor-token");
        }

        var gateway = await AddAsync(
            "gateway",
            new BoxOptions
            {
                Image = ContainerHost.ImageOf("gateway"),
                Network = ContainerHost.Front,
                Environment = environment,
                Mounts = [KeysMount, new(_files.File("policy.yaml"), "/etc/signet/policy.yaml")],
            },
            cancellationToken);
        await gateway.ConnectAsync(ContainerHost.Back, "gateway", cancellationToken);
        return gateway;
    }

    public Task<Box> StartAnchorerAsync(CancellationToken cancellationToken) => AddAsync(
        "anchorer",
        new BoxOptions
        {
            Image = ContainerHost.ImageOf("anchorer"),
            Network = ContainerHost.Back,
            Aliases = ["anchorer"],
            Environment = new Dictionary<string, string>
            {
                ["Auditor__BaseAddress"] = "http://auditor:8446",
                ["Auditor__TokenPath"] = $"{KeysInBox}/auditor-token",
                ["Anchorer__LogId"] = _logId,
                ["Anchorer__QuietTime"] = "00:00:01",
                ["Anchorer__Spread"] = "00:00:00",
                ["Anchorer__Tsas__0__Name"] = TsaName,
                ["Anchorer__Tsas__0__Url"] = _host.Tsa.Url.AbsoluteUri,
                ["Anchorer__Tsas__0__RootsPath"] = RootsInBox,
            },
            Mounts = [KeysMount, RootsMount],
        },
        cancellationToken);

    /// <summary>A verifier that goes on until it is stopped, or one that walks the whole log once and redeems <paramref name="receipts"/>.</summary>
    public async Task<Box> StartVerifierAsync(string name, string? receipts, CancellationToken cancellationToken)
    {
        var environment = OnStore(new()
        {
            ["Verifier__LogId"] = _logId,
            ["Verifier__StorePath"] = Location,
            ["Verifier__CheckpointVkey"] = Key.ToString(),
            ["Verifier__ChainRootPath"] = $"{KeysInBox}/chain-root.key",
            ["Verifier__Interval"] = "00:00:02",
            [$"Verifier__TsaRoots__{TsaName}"] = RootsInBox,
        });
        var memory = await ContainerHost.OwnedAsync(MemoryOf(name), cancellationToken);
        List<BoxMount> mounts = [StoreMount, KeysMount, RootsMount, new(memory, "/var/lib/signet-verifier", IsWritable: true)];
        if (receipts is not null)
        {
            environment["Verifier__ReceiptsPath"] = "/receipts";
            mounts.Add(new(receipts, "/receipts"));
        }

        return await AddAsync(
            name,
            new BoxOptions
            {
                Image = ContainerHost.ImageOf("verifier"),
                Network = ContainerHost.Back,
                Aliases = [name],
                Environment = environment,
                Arguments = receipts is null ? [] : ["--once", "--full"],
                Mounts = mounts,
            },
            cancellationToken);
    }

    /// <summary>Redis, which writes every command down before it answers.</summary>
    public Task<Box> StartBrokerAsync(CancellationToken cancellationToken) => AddAsync(
        "redis",
        new BoxOptions { Image = ContainerHost.ImageOf("redis"), Network = ContainerHost.Back, Aliases = ["redis"], Memory = ["/data"] },
        cancellationToken);

    /// <summary>The stand-in for a Dapr sidecar, in the network name space of its app as in a pod.</summary>
    /// <param name="app">The app's container.</param>
    /// <param name="appPort">Where the app takes deliveries; 0 for one that only publishes.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public Task<Box> StartSidecarAsync(Box app, int appPort, CancellationToken cancellationToken) => AddAsync(
        appPort == 0 ? "gateway-sidecar" : "auditor-sidecar",
        new BoxOptions
        {
            Image = ContainerHost.ImageOf("sidecar"),
            Network = "",
            Beside = app,
            Environment = new Dictionary<string, string>
            {
                ["Sidecar__AppId"] = appPort == 0 ? "gateway" : "auditor",
                ["Sidecar__AppPort"] = $"{appPort}",
                ["Sidecar__GrpcPort"] = "50001",
                ["Sidecar__HttpPort"] = "3500",
                ["Sidecar__AppToken"] = Token,
                ["Sidecar__ApiToken"] = Token,
                ["Sidecar__Redis"] = "redis:6379",
                ["Sidecar__MayPublish"] = appPort == 0 ? "true" : "false",
                ["Sidecar__RetriesForEver"] = "true",
                ["Sidecar__ProcessingTimeoutMilliseconds"] = "5000",
                ["Sidecar__RedeliverMilliseconds"] = "1000",
            },
        },
        cancellationToken);

    /// <summary>What a verifier remembers, or an empty string as long as it has found nothing clean.</summary>
    public string Remembered(string verifier)
    {
        var path = Path.Combine(MemoryOf(verifier), "last-seen");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    /// <summary>Waits for something; when it doesn't come, the failure holds what the containers wrote.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        for (var began = TimeProvider.System.GetTimestamp(); !await isSo();)
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                var logs = await Task.WhenAll(_boxes.Select(async item => $"--- {item.Name}\n{await item.Box.LogsAsync(cancellationToken)}"));
                Assert.Fail($"It never came: {what}.\n{string.Join('\n', logs)}");
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, box) in Enumerable.Reverse(_boxes))
        {
            await box.DisposeAsync();
        }

        _files.Dispose();
    }

    public static Uri At(IPAddress address, int port, string path = "/") => new($"http://{address}:{port}{path}");

    /// <summary>The one that services show each other; a sidecar and its app take it too.</summary>
    private string Token => File.ReadAllText(Path.Combine(Keys, "auditor-token")).Trim();

    private BoxMount KeysMount => new(Keys, KeysInBox);

    private BoxMount StoreMount => new(_host.StoreKeys, StoreKeysInBox);

    private BoxMount RootsMount => new(_host.Tsa.Roots, RootsInBox);

    private string MemoryOf(string verifier) => _files.File($"memory-{verifier}");

    private Dictionary<string, string> OnStore(Dictionary<string, string> environment)
    {
        var store = _host.Store;
        environment["S3__Endpoint"] = "http://s3:8000";
        environment["S3__AllowPlainHttp"] = "true";
        environment["S3__Region"] = store.Region;
        environment["S3__PathStyle"] = "true";
        environment["S3__DerivedBucket"] = store.DerivedBucket;
        environment["S3__ClaimBucket"] = store.ClaimBucket;
        environment["S3__SlotMode"] = store.SlotMode.ToString();
        environment["S3__RetainDays"] = $"{store.RetainDays}";
        environment["S3__AccessKeyPath"] = $"{StoreKeysInBox}/access";
        environment["S3__SecretKeyPath"] = $"{StoreKeysInBox}/secret";
        return environment;
    }

    private async Task<Box> AddAsync(string name, BoxOptions options, CancellationToken cancellationToken)
    {
        var box = await Box.StartAsync(options, cancellationToken);
        _boxes.Add((name, box));
        return box;
    }
}
