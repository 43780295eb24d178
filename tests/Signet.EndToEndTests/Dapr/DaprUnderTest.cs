using System.Globalization;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Dapr;

/// <summary>
/// A broker and the sidecars of gateway and auditor: the stand-in over a Redis of its own, or, when DAPR_HTTP_PORT is set, the one
/// daprd that started the tests (<c>dapr run --app-port … -- eng/test</c>).
/// </summary>
internal sealed class DaprUnderTest : IAsyncDisposable
{
    public const string AppToken = "a-token-of-this-test-alone";
    public const string ApiToken = "another-token-of-this-test";

    private DaprUnderTest(RedisProcess? redis, SidecarProcess? gateway, SidecarProcess? auditor, int grpcPort, int httpPort, int appPort)
    {
        (Redis, Gateway, Auditor) = (redis, gateway, auditor);
        (GrpcPort, HttpPort, AppPort) = (grpcPort, httpPort, appPort);
    }

    /// <summary>The stand-in's parts; null beside a real daprd.</summary>
    public RedisProcess? Redis { get; }

    public SidecarProcess? Gateway { get; }

    public SidecarProcess? Auditor { get; }

    /// <summary>Where the gateway publishes.</summary>
    public int GrpcPort { get; }

    /// <summary>Where the gateway invokes.</summary>
    public int HttpPort { get; }

    /// <summary>Where the auditor is expected to listen.</summary>
    public int AppPort { get; }

    public Uri GrpcAddress => new($"http://127.0.0.1:{GrpcPort}");

    public Uri HttpAddress => new($"http://127.0.0.1:{HttpPort}");

    /// <summary>The one that started the tests, if one did; else the stand-in.</summary>
    public static Task<DaprUnderTest> StartAsync(string directory, CancellationToken cancellationToken) =>
        Number("DAPR_HTTP_PORT") is { } http
            ? Task.FromResult(new DaprUnderTest(null, null, null, Number("DAPR_GRPC_PORT") ?? 50_001, http, Number("APP_PORT") ?? 8_446))
            : StartStandInAsync(directory, [], [], cancellationToken);

    /// <summary>The stand-in, whose faults a test chooses.</summary>
    public static async Task<DaprUnderTest> StartStandInAsync(
        string directory, Dictionary<string, string> ofGateway, Dictionary<string, string> ofAuditor, CancellationToken cancellationToken)
    {
        var appPort = LoopbackPort.Free();
        var redis = await RedisProcess.StartAsync(Path.Combine(directory, "redis"), cancellationToken);
        SidecarProcess? auditor = null;
        try
        {
            var broker = $"127.0.0.1:{redis.Port}";
            auditor = await SidecarProcess.StartAsync(
                new Dictionary<string, string>
                {
                    ["AppId"] = "auditor",
                    ["AppPort"] = appPort.ToString(CultureInfo.InvariantCulture),
                    ["AppToken"] = AppToken,
                    ["ApiToken"] = ApiToken,
                    ["Redis"] = broker,
                    ["MayPublish"] = "false",
                    ["RetriesForEver"] = "true",
                }.Concat(ofAuditor).GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value),
                cancellationToken);
            var gateway = await SidecarProcess.StartAsync(
                new Dictionary<string, string>(ofGateway)
                {
                    ["AppId"] = "gateway",
                    ["ApiToken"] = ApiToken,
                    ["Redis"] = broker,
                    ["Peers:auditor"] = $"http://127.0.0.1:{auditor.HttpPort}",
                },
                cancellationToken);
            return new DaprUnderTest(redis, gateway, auditor, gateway.GrpcPort, gateway.HttpPort, appPort);
        }
        catch
        {
            await new DaprUnderTest(redis, null, auditor, 0, 0, 0).DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[Gateway, Auditor, Redis])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
