using System.Text;
using Signet.Gateway;
using Signet.Testing.Storage;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>What the options of a gateway that keeps its commit key, or stands in a pod, do.</summary>
/// <param name="directory">For files with keys and tokens.</param>
internal sealed class PodDemonstrations(TemporaryDirectory directory)
{
    private const string WorkloadsOnly = """{"version": 1, "checks": [{"check": "owner_resolution", "source": "workload"}]}""";

    public Dictionary<string, OptionDemonstration> All => new()
    {
        [nameof(GatewayOptions.CommitKeyId)] = new(
            options => options.CommitKeyId = "commit.two", async gateway => (await AskAsync(gateway)).Enrolled!.KeyId)
        {
            Both = options => (options.CommitKeyId, options.CommitKeyPath) = ("commit.one", Seed("one", 1)),
        },
        [nameof(GatewayOptions.CommitKeyPath)] = new(
            options => options.CommitKeyPath = Seed("two", 2), async gateway => Convert.ToHexString((await AskAsync(gateway)).Enrolled!.PublicKey.Span))
        {
            Both = options => (options.CommitKeyId, options.CommitKeyPath) = ("commit.one", Seed("one", 1)),
        },
        [nameof(GatewayOptions.Workload)] = new(
            options => (options.Workload.Source, options.Workload.TokenPath) = (WorkloadSource.Own, Token()),
            async gateway =>
            {
                gateway.Enforce(WorkloadsOnly);
                var exchange = await gateway.AskAsync(SurfaceScripts.All[0], new Prompt(), new Reply(), streamed: false);
                return gateway.Decisions[exchange.CorrelationId].First().Details!.Owner!.Id;
            }),
    };

    private static async Task<ParityGateway> AskAsync(ParityGateway gateway)
    {
        await gateway.AskAsync(SurfaceScripts.All[0], new Prompt(), new Reply(), streamed: false);
        return gateway;
    }

    private string Seed(string name, byte octet)
    {
        var path = directory.File(name);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, Convert.ToHexStringLower([.. Enumerable.Repeat(octet, 32)]) + "\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    /// <summary>As the kubelet projects it; only an API server could tell whether the signature is one.</summary>
    private string Token()
    {
        var path = directory.File("token");
        File.WriteAllText(path, string.Join('.', Part("""{"alg":"RS256","kid":"k"}"""), Part(
            """{"aud":["signet-auditor"],"exp":4000000000,"iat":1700000000,"iss":"https://cluster.example","kubernetes.io":{"namespace":"agents","serviceaccount":{"name":"billing","uid":"u-1"},"pod":{"name":"billing-7d4","uid":"0e6-f1"}},"nbf":1700000000,"sub":"system:serviceaccount:agents:billing"}"""), "AAAA"));
        return path;
    }

    private static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
