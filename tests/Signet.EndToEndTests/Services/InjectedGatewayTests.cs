using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Hosting.Keys;
using Signet.Injector;
using Signet.Ledger.Entries;
using Signet.Storage.Directories;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Services;

/// <summary>What the injector writes into a pod is what a gateway starts with: the real program, with that environment and those files, as a kubelet has them.</summary>
public sealed partial class InjectedGatewayTests
{
    private const string LogId = "injected";
    private const string Policy = """
        version: 1
        tool_calls: pass
        checks:
          - check: owner_resolution
            source: workload
        """;

    private static readonly Dictionary<string, string> Pod = new()
    {
        ["metadata.name"] = "agent-0",
        ["metadata.namespace"] = "agents",
        ["metadata.uid"] = "0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e",
        ["spec.serviceAccountName"] = "billing",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sidecar_AsInjected_RecordsItsWorkloadUnderTheNameOfItsPod(bool spools)
    {
        using var directory = new TemporaryDirectory();
        await using var development = await DevelopmentServices.StartAsync(directory.File("development"), TimeProvider.System, Cancel);
        var files = Directory.CreateDirectory(directory.File("auditor")).FullName;
        KeyFile.LoadOrCreateSecret(Path.Combine(files, "chain"), 32);
        KeyFile.LoadOrCreateSecret(Path.Combine(files, "checkpoint"), 32);
        await File.WriteAllTextAsync(Path.Combine(files, "token"), "a-token-of-this-test-alone\n", Cancel);
        await using var auditor = await ServiceProcess.StartAsync("auditor", new Dictionary<string, string>
        {
            ["Auditor__LogId"] = LogId,
            ["Auditor__ChainRootPath"] = Path.Combine(files, "chain"),
            ["Auditor__CheckpointSeedPath"] = Path.Combine(files, "checkpoint"),
            ["Auditor__TokenPath"] = Path.Combine(files, "token"),
            ["Auditor__StorePath"] = directory.File("store"),
        }, Cancel);

        var sidecar = Inject(auditor.Address, development.ModelUrl, spools);
        var environment = Environment(sidecar, Mount(sidecar, directory.File("pod")));
        Assert.Equal(("127.0.0.1:18443", "0.0.0.0:18444"), (environment["Listen__Public"], environment["Listen__Management"]));
        await using var gateway = await ServiceProcess.StartAsync("gateway", environment, Cancel);
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync(
            new Uri(gateway.Address, "/v1/chat/completions"),
            new JsonObject { ["model"] = "any", ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "hello" }) }, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, gateway.Output);
        Assert.Contains(spools ? "spool" : "chain", await client.GetStringAsync(new Uri(gateway.ManagementAddress, "/readyz"), Cancel), StringComparison.Ordinal);
        Assert.Equal(spools, Directory.Exists(directory.File("pod", "var/lib/signet-spool/spool")));

        // What is spooled is delivered before it ends, as a Job's sidecar must.
        Assert.Equal(0, await gateway.TerminateAsync(Cancel));
        Assert.Equal(0, await auditor.TerminateAsync(Cancel));
        var events = LogEntries.ReadAsync(DirectoryReader.Open(directory.File("store")), LogId, 0, Cancel).ToBlockingEnumerable(Cancel)
            .Select(stored => stored.Entry.Body).OfType<CommitBody>().Select(body => body.SignedEvent.Event).ToList();
        Assert.All(events, item => Assert.Equal("agent-0.agents", item.Producer.Id));
        var owners = events.Select(item => item.Details?.Owner?.Id).OfType<string>().Distinct();
        Assert.Equal(["system:serviceaccount:agents:billing"], owners);
    }

    /// <summary>The sidecar of a pod that asks for one, with the settings that the chart writes.</summary>
    private static JsonObject Inject(Uri auditor, Uri model, bool spools)
    {
        var settings = new JsonObject
        {
            ["Auditor"] = new JsonObject { ["BaseAddress"] = auditor.AbsoluteUri },
            ["Gateway"] = new JsonObject
            {
                ["LogId"] = LogId,
                ["VerboseErrors"] = false,
                ["MaxRequestBodyBytes"] = 4194304,
                ["RecordTimeout"] = "00:00:10",
                ["Upstreams"] = new JsonObject { ["default"] = new JsonObject { ["Address"] = model.AbsoluteUri } },
            },
        };
        var full = new JsonObject { ["Image"] = "registry.example/signet/gateway:0.1.0", ["Settings"] = settings };
        if (spools)
        {
            settings["Commits"] = new JsonObject { ["Level"] = "spool", ["Spool"] = new JsonObject { ["MaxBytes"] = 67108864, ["MaxAge"] = "01:00:00" } };
            full["SpoolLimit"] = "129Mi";
        }

        var read = InjectorSettings.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(
            new JsonObject { ["Injector"] = new JsonObject { ["Mode"] = "full", ["Full"] = full } }.ToJsonString()))).Build());
        var pod = JsonNode.Parse("""{"metadata":{"labels":{"signet.dev/inject":"enabled"}},"spec":{"containers":[{"name":"app"}]}}""")!.AsObject();
        var result = PodInjector.Inject(pod, new Dictionary<string, string>(), read);
        Assert.True(result.Injected is not null, result.Message);
        return result.Injected["spec"]!["initContainers"]![0]!.AsObject();
    }

    /// <summary>The folders of its mounts, with what a kubelet puts there; gives where each is.</summary>
    private static Dictionary<string, string> Mount(JsonObject sidecar, string root)
    {
        var places = sidecar["volumeMounts"]!.AsArray().ToDictionary(mount => (string)mount!["mountPath"]!, mount => root + (string)mount!["mountPath"]!);
        foreach (var mount in sidecar["volumeMounts"]!.AsArray())
        {
            var place = Directory.CreateDirectory(places[(string)mount!["mountPath"]!]).FullName;
            switch ((string)mount["name"]!)
            {
                case "signet-policy":
                    File.WriteAllText(Path.Combine(place, "policy.yaml"), Policy);
                    break;
                case "signet-auditor-token":
                    Secret(Path.Combine(place, "token"), "a-token-of-this-test-alone\n");
                    break;
                case "signet-workload-token":
                    File.WriteAllText(Path.Combine(place, "token"), WorkloadToken());
                    break;
            }
        }

        return places;
    }

    /// <summary>The environment as a kubelet makes it: fields of the pod, references to variables before, and paths where the files are.</summary>
    private static Dictionary<string, string> Environment(JsonObject sidecar, Dictionary<string, string> places)
    {
        Dictionary<string, string> variables = [];
        foreach (var variable in sidecar["env"]!.AsArray())
        {
            var value = variable!["valueFrom"] is { } source
                ? Pod[(string)source["fieldRef"]!["fieldPath"]!]
                : Reference().Replace((string)variable["value"]!, match => match.Value == "$$(" ? "$(" : variables[match.Groups[1].Value]);
            var place = places.Keys.FirstOrDefault(path => value.StartsWith(path + "/", StringComparison.Ordinal));
            variables.Add((string)variable["name"]!, place is null ? value : places[place] + value[place.Length..]);
        }

        return variables;
    }

    private static void Secret(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
    }

    private static string WorkloadToken()
    {
        var claims = $$"""
            {"iss":"https://kubernetes.default.svc","aud":["signet-auditor"],"exp":4000000000,"nbf":1,"sub":"system:serviceaccount:{{Pod["metadata.namespace"]}}:{{Pod["spec.serviceAccountName"]}}",
             "kubernetes.io":{"namespace":"{{Pod["metadata.namespace"]}}","serviceaccount":{"name":"{{Pod["spec.serviceAccountName"]}}","uid":"u-1"},
             "pod":{"name":"{{Pod["metadata.name"]}}","uid":"{{Pod["metadata.uid"]}}"} } }
            """;
        return string.Join('.', ((string[])["""{"alg":"RS256","kid":"k"}""", claims, "signature"]).Select(part => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part))));
    }

    [GeneratedRegex(@"\$\$\(|\$\(([A-Za-z_][A-Za-z0-9_]*)\)")]
    private static partial Regex Reference();
}
