using Signet.Gateway;
using Signet.Testing.Gateway;
using Signet.Testing.Storage;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>What the options of named upstreams, of routes and of their keys do.</summary>
/// <param name="directory">For files with keys.</param>
internal sealed class UpstreamDemonstrations(TemporaryDirectory directory)
{
    private static readonly SurfaceScript Script = SurfaceScripts.All[0];

    public Dictionary<string, OptionDemonstration> All => new()
    {
        [nameof(GatewayOptions.Upstreams)] = new(options => Name(options, "other"), NameAsync),
        ["Upstreams.Address"] = Upstream(upstream => upstream.Address = "http://127.0.0.1:1/v1", StatusAsync),
        ["Upstreams.Label"] = Upstream(upstream => upstream.Label = "somebody", async gateway => (await AskAsync(gateway)).Headers["X-Signet-Upstream"]),
        ["Upstreams.ApiKeyHeader"] = Upstream(upstream => upstream.ApiKeyHeader = "x-api-key", KeyAsync) with
        {
            Both = options => Name(options, UpstreamOptions.DefaultName).ApiKey = "key-1",
        },
        ["Upstreams.CallerKey"] = Upstream(upstream => upstream.CallerKey = "drop", KeyAsync),
        ["Upstreams.MaxConnectionsPerServer"] = Upstream(upstream => upstream.MaxConnectionsPerServer = 1, AtOnceAsync),
        ["Upstreams.ApiKey"] = Upstream(upstream => upstream.ApiKey = "key-1", KeyAsync),
        ["Upstreams.ApiKeyFile"] = Upstream(upstream => upstream.ApiKeyFile = KeyFile(), KeyAsync),
        ["Upstreams.ApiKeySecret"] = Upstream(upstream => upstream.ApiKeySecret = Secret(), KeyAsync),
        [nameof(GatewayOptions.Routes)] = new(options => options.Routes.Add(new RouteOptions { Upstream = "default", Models = { "other" } }), StatusAsync),
        ["Routes.Surfaces"] = Route(route => route.Surfaces.Add("anthropic.*"), StatusAsync),
        ["Routes.Models"] = Route(route => route.Models.Add("other"), StatusAsync),
        ["Routes.Upstream"] = Route(route => route.Upstream = "other", NameAsync),
        ["Routes.ApiKey"] = Route(route => route.ApiKey = "key-1", KeyAsync),
        ["Routes.ApiKeyFile"] = Route(route => route.ApiKeyFile = KeyFile(), KeyAsync),
        ["Routes.ApiKeySecret"] = Route(route => route.ApiKeySecret = Secret(), KeyAsync),
        ["ApiKeySecret.Store"] = OfSecret(secret => secret.Store = "other"),
        ["ApiKeySecret.Name"] = OfSecret(secret => secret.Name = "other"),
        ["ApiKeySecret.Key"] = OfSecret(secret => secret.Key = "other"),
        [nameof(GatewayOptions.ApiKeyRefresh)] = new(options => options.ApiKeyRefresh = TimeSpan.FromSeconds(10), ReadingsAsync)
        {
            Both = options =>
            {
                Name(options, UpstreamOptions.DefaultName).ApiKeySecret = Secret();
                options.ApiKeyGrace = TimeSpan.Zero;
            },
        },
        [nameof(GatewayOptions.ApiKeyGrace)] = new(options => options.ApiKeyGrace = TimeSpan.Zero, WithoutFileAsync)
        {
            Both = options => Name(options, UpstreamOptions.DefaultName).ApiKeyFile = KeyFile(),
        },
    };

    private static OptionDemonstration Upstream(Action<UpstreamOptions> set, Func<ParityGateway, Task<string>> see) =>
        new(options => set(options.Upstreams[UpstreamOptions.DefaultName]), see)
        {
            Both = options => Name(options, UpstreamOptions.DefaultName),
        };

    private static OptionDemonstration Route(Action<RouteOptions> set, Func<ParityGateway, Task<string>> see) =>
        new(options => set(options.Routes[0]), see)
        {
            Both = options =>
            {
                options.Upstreams["other"] = new UpstreamOptions { Address = options.Upstream!.AbsoluteUri };
                options.Routes.Add(new RouteOptions { Upstream = UpstreamOptions.DefaultName });
            },
        };

    private static OptionDemonstration OfSecret(Action<ApiKeySecretOptions> set) =>
        new(options => set(options.Upstreams[UpstreamOptions.DefaultName].ApiKeySecret!), KeyAsync)
        {
            Both = options => Name(options, UpstreamOptions.DefaultName).ApiKeySecret = Secret(),
        };

    /// <summary>The upstream that has been the only one, under a name.</summary>
    private static UpstreamOptions Name(GatewayOptions options, string name)
    {
        var upstream = new UpstreamOptions { Address = options.Upstream!.AbsoluteUri };
        (options.Upstream, options.UpstreamLabel, options.Upstreams[name]) = (null, null, upstream);
        return upstream;
    }

    private static ApiKeySecretOptions Secret() => new() { Store = "store", Name = "name", Key = "key" };

    private string KeyFile()
    {
        var path = directory.File("key");
        File.WriteAllText(path, "key-of-the-file\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static async Task<string> StatusAsync(ParityGateway gateway) => $"{(await AskAsync(gateway)).Status}";

    private static async Task<string> NameAsync(ParityGateway gateway)
    {
        var exchange = await AskAsync(gateway);
        return gateway.Decisions[exchange.CorrelationId].First().Metadata.Single(item => item.Name == "upstream").Value;
    }

    /// <summary>The keys that the upstream gets, by their header fields.</summary>
    private static async Task<string> KeyAsync(ParityGateway gateway)
    {
        await AskAsync(gateway);
        return string.Join(", ", new[] { "Authorization", "x-api-key" }.Select(name => gateway.LastAsked.Headers.GetValueOrDefault(name, "none")));
    }

    /// <summary>Whether the upstream gets several requests at once.</summary>
    private static async Task<string> AtOnceAsync(ParityGateway gateway)
    {
        var (now, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => gateway.AskAsync(
            Script, Script.Request(new Prompt(), false)!.ToJsonString(), async context =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                await Task.Delay(TimeSpan.FromSeconds(0.3), TestContext.Current.CancellationToken);
                Interlocked.Decrement(ref now);
                await FakeLlm.RespondAsync(context, 200, "application/json", Script.Unary(new Reply()).ToJsonString());
            })));
        return most > 1 ? "several" : "one";

        static void InterlockedMax(ref int most, int value)
        {
            for (var seen = most; seen < value;)
            {
                seen = Interlocked.CompareExchange(ref most, value, seen);
            }
        }
    }

    /// <summary>How often the store is read within a minute.</summary>
    private static async Task<string> ReadingsAsync(ParityGateway gateway)
    {
        await AskAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(gateway);
        return $"{gateway.Secrets.Asked.Count}";
    }

    /// <summary>What happens once the file of a key has gone.</summary>
    private async Task<string> WithoutFileAsync(ParityGateway gateway)
    {
        KeyFile();
        var before = await StatusAsync(gateway);
        File.Delete(directory.File("key"));
        gateway.Time.Advance(TimeSpan.FromMinutes(1));
        return $"{before}, {await StatusAsync(gateway)}";
    }

    private static Task<Exchange> AskAsync(ParityGateway gateway) => gateway.AskAsync(Script, new Prompt(), new Reply(), streamed: false);
}
