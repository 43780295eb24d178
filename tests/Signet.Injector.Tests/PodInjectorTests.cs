using System.Text.Json.Nodes;
using Signet.Injector.Tests.Fakes;

namespace Signet.Injector.Tests;

public sealed class PodInjectorTests
{
    private static readonly Dictionary<string, string> NoLabels = [];
    private static readonly Dictionary<string, string> Enabled = new() { [PodInjector.Label] = PodInjector.Enabled };

    public static TheoryData<string> Names => [.. Pods.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Inject_APod_BecomesWhatWasReviewed(string name)
    {
        var pod = Pods.Read(name);
        var result = PodInjector.Inject(pod, Enabled, Settings.Read());

        Assert.Equal("", result.Message);
        var patched = JsonPatch.Apply(pod, result.Patch!);
        Assert.True(JsonNode.DeepEquals(result.Injected, patched));
        Assert.Equal(Pods.Expected(name, patched), Pods.Text(patched));
        Assert.True(JsonNode.DeepEquals(Pods.Read(name), pod));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inject_AgainAndAgain_ChangesNothing(string name)
    {
        var injected = PodInjector.Inject(Pods.Read(name), Enabled, Settings.Read()).Injected!;

        // As other webhooks and the API server leave it.
        injected["spec"]!["containers"]!.AsArray().Add(new JsonObject { ["name"] = "late", ["image"] = "late" });
        foreach (var container in injected["spec"]!["initContainers"]?.AsArray() ?? [])
        {
            container!["image"] = "mirror.example/" + container["image"];
            container["terminationMessagePath"] = "/dev/termination-log";
        }

        Assert.True(PodInjector.Inject(injected, Enabled, Settings.Read()).IsUnchanged);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData(null, "enabled", true)]
    [InlineData(null, "disabled", false)]
    [InlineData("enabled", null, true)]
    [InlineData("enabled", "disabled", true)]
    [InlineData("disabled", "enabled", false)]
    public void Inject_Labels_ThePodsOutranksTheNamespaces(string? own, string? common, bool isInjected)
    {
        var pod = Simple();
        if (own is not null)
        {
            pod["metadata"]!["labels"] = new JsonObject { [PodInjector.Label] = own };
        }

        Dictionary<string, string> labels = common is null ? [] : new() { [PodInjector.Label] = common };
        var result = PodInjector.Inject(pod, labels, Settings.Read());
        Assert.Equal((isInjected, !isInjected), (result.Patch is not null, result.IsUnchanged));
    }

    [Theory]
    [InlineData("metadata.labels={\"signet.dev/inject\":\"yes\"}", "'yes'")]
    [InlineData("metadata.annotations={\"signet.dev/modus\":\"full\"}", "'signet.dev/modus' is unknown")]
    [InlineData("metadata.annotations={\"signet.dev/inject\":\"enabled\"}", "'signet.dev/inject' is unknown")]
    [InlineData("metadata.annotations={\"signet.dev/mode\":\"both\"}", "signet.dev/mode must be full or relay")]
    [InlineData("metadata.annotations={\"signet.dev/port\":\"80\"}", "signet.dev/port must be")]
    [InlineData("metadata.annotations={\"signet.dev/port\":\"+8443\"}", "signet.dev/port must be")]
    [InlineData("metadata.annotations={\"signet.dev/port\":\"99999999999\"}", "signet.dev/port must be")]
    [InlineData("metadata.annotations={\"signet.dev/containers\":\"app,none\"}", "'none', which the pod doesn't have")]
    [InlineData("metadata.annotations={\"signet.dev/containers\":\"app,app\"}", "signet.dev/containers must be")]
    [InlineData("metadata.annotations={\"signet.dev/containers\":\"\"}", "signet.dev/containers must be")]
    [InlineData("metadata.annotations={\"signet.dev/policy\":\"../x\"}", "signet.dev/policy must be")]
    [InlineData("metadata.annotations={\"signet.dev/api-keys\":\"\"}", "signet.dev/api-keys must be")]
    [InlineData("metadata.annotations={\"signet.dev/memory-limit\":\"-1\"}", "signet.dev/memory-limit must be")]
    [InlineData("metadata.annotations={\"signet.dev/cpu-request\":\"0\"}", "signet.dev/cpu-request must be")]
    [InlineData("metadata.annotations={\"signet.dev/existing-base-url\":\"drop\"}", "signet.dev/existing-base-url must be")]
    [InlineData("metadata.annotations={\"signet.dev/injected\":\"full\"}", "says that it has been injected")]
    [InlineData("metadata.annotations={\"kubernetes.io/config.mirror\":\"1\"}", "static")]
    [InlineData("metadata.labels=[]", "labels is not an object")]
    [InlineData("metadata.annotations={\"a\":1}", "a is not a text")]
    [InlineData("spec.hostNetwork=true", "hostNetwork")]
    [InlineData("spec.hostNetwork=\"true\"", "hostNetwork is neither")]
    [InlineData("spec.hostPID=true", "hostPID")]
    [InlineData("spec.shareProcessNamespace=true", "shareProcessNamespace")]
    [InlineData("spec.os={\"name\":\"windows\"}", "Windows")]
    [InlineData("spec.nodeSelector={\"kubernetes.io/os\":\"windows\"}", "Windows")]
    [InlineData("spec.ephemeralContainers=[{\"name\":\"debug\"}]", "ephemeral")]
    [InlineData("spec.volumes=[{\"name\":\"signet-policy\"}]", "volume signet-policy already")]
    [InlineData("spec.volumes=[{\"name\":\"k\",\"secret\":{\"secretName\":\"llm-keys\"}}]", "volume 'k' has the Secret llm-keys")]
    [InlineData("spec.volumes=[{\"name\":\"k\",\"projected\":{\"sources\":[{\"secret\":{\"name\":\"signet-auditor-token\"}}]}}]", "signet-auditor-token")]
    [InlineData("spec.volumes={}", "volumes is not a list")]
    [InlineData("spec.initContainers=[{\"name\":\"signet-gateway\"}]", "container signet-gateway already")]
    [InlineData("spec.containers=[]", "no containers")]
    [InlineData("spec.containers=[7]", "containers is not an object")]
    [InlineData("spec.containers=[{\"name\":\"A b\"}]", "has no name")]
    [InlineData("spec.containers=[{\"name\":\"app\",\"env\":[{\"name\":\"OPENAI_BASE_URL\",\"value\":\"https://api.openai.com/v1\"}]}]", "sets OPENAI_BASE_URL itself")]
    [InlineData("spec.containers=[{\"name\":\"app\",\"env\":[{\"name\":\"OPENAI_API_BASE\",\"valueFrom\":{}}]}]", "sets OPENAI_API_BASE itself")]
    [InlineData("spec.containers=[{\"name\":\"app\",\"env\":[{\"name\":\"K\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"llm-keys\",\"key\":\"a\"}}}]}]", "container app has the Secret llm-keys")]
    [InlineData("spec.containers=[{\"name\":\"app\",\"envFrom\":[{\"secretRef\":{\"name\":\"llm-keys\"}}]}]", "container app has the Secret llm-keys")]
    [InlineData("spec.containers=[{\"name\":\"app\",\"ports\":[{\"containerPort\":18444}]}]", "port 18444")]
    [InlineData("spec.containers=[{\"name\":\"app\",\"securityContext\":{\"privileged\":true}}]", "privileged")]
    [InlineData("spec=null", "no spec")]
    public void Inject_WhatCantBeDoneSafely_IsRefusedWithTheReason(string change, string reason)
    {
        var pod = Simple();
        var (path, value) = (change[..change.IndexOf('=')].Split('.'), JsonNode.Parse(change[(change.IndexOf('=') + 1)..]));
        var parent = path[..^1].Aggregate((JsonNode)pod, (node, step) => node[step]!);
        parent[path[^1]] = value;

        var result = PodInjector.Inject(pod, Enabled, Settings.Read());
        Assert.True(result.IsRefused);
        Assert.StartsWith("signet: ", result.Message, StringComparison.Ordinal);
        Assert.Contains(reason, result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hostPID")]
    [InlineData("shareProcessNamespace")]
    public void Inject_RelayMode_HoldsNoKeyThatCouldBeRead(string field)
    {
        var pod = Simple();
        pod["spec"]![field] = true;
        pod["metadata"]!["annotations"] = new JsonObject { ["signet.dev/mode"] = "relay" };
        Assert.NotNull(PodInjector.Inject(pod, Enabled, Settings.Read()).Patch);
    }

    [Theory]
    [InlineData("Injector:Relay:Address", "relay")]
    [InlineData("Injector:Full:Image", "full")]
    public void Inject_ModeWithoutSettings_IsRefused(string setting, string mode)
    {
        var pod = Simple();
        pod["metadata"]!["annotations"] = new JsonObject { ["signet.dev/mode"] = mode };
        var result = PodInjector.Inject(pod, Enabled, Settings.Read(changes: (setting, "")));
        Assert.Contains($"no settings for the mode {mode}", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inject_MarkOfAnInjectedPodWithAHole_IsRefused()
    {
        var injected = PodInjector.Inject(Simple(), Enabled, Settings.Read()).Injected!;
        Action<JsonObject>[] holes =
        [
            pod => pod["spec"]!["initContainers"]!.AsArray().Clear(),
            pod => pod["spec"]!["initContainers"]![0]!["restartPolicy"] = null,
            pod => pod["spec"]!["containers"]![0]!["env"]!.AsArray().RemoveAt(0),
            pod => pod["spec"]!["containers"]![0]!["env"]![0]!["value"] = "https://api.openai.com/v1",
            pod => pod["spec"]!["containers"]![0]!["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "signet-api-keys", ["mountPath"] = "/k" }),
            pod => pod["spec"]!["shareProcessNamespace"] = true,
            pod => pod["metadata"]!["annotations"]!["signet.dev/injected"] = "relay",
            pod => pod["metadata"]!["annotations"]!["signet.dev/injected-containers"] = "",
            pod => pod["metadata"]!["labels"]!["signet.dev/injected"] = null,
        ];
        Assert.All(holes, hole =>
        {
            var pod = (JsonObject)injected.DeepClone();
            hole(pod);
            Assert.True(PodInjector.Inject(pod, Enabled, Settings.Read()).IsRefused);
        });
    }

    [Fact]
    public void Inject_AThousandContainersAndVariables_IsDoneAndOneMoreIsRefused()
    {
        var pod = Simple();
        pod["spec"]!["containers"] = new JsonArray([.. Enumerable.Range(0, 1_000).Select(index => new JsonObject
        {
            ["name"] = $"c{index}",
            ["env"] = index > 0 ? null : new JsonArray([.. Enumerable.Range(0, 1_000).Select(number => new JsonObject { ["name"] = $"V{number}", ["value"] = "" })]),
        })]);
        var result = PodInjector.Inject(pod, Enabled, Settings.Read());
        Assert.True(JsonNode.DeepEquals(result.Injected, JsonPatch.Apply(pod, result.Patch!)));
        Assert.All(result.Injected!["spec"]!["containers"]!.AsArray(), container => Assert.Contains(
            container!["env"]!.AsArray(), variable => (string)variable!["name"]! == "ANTHROPIC_BASE_URL"));

        pod["spec"]!["initContainers"] = new JsonArray(new JsonObject { ["name"] = "more" });
        Assert.Contains("more than 1000 containers", PodInjector.Inject(pod, Enabled, Settings.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inject_TooManyVariables_IsRefused()
    {
        var pod = Simple();
        pod["spec"]!["containers"]![0]!["env"] = new JsonArray([.. Enumerable.Range(0, 10_001).Select(number => new JsonObject { ["name"] = $"V{number}" })]);
        Assert.Contains("more than 10000 variables", PodInjector.Inject(pod, Enabled, Settings.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Inject_WithASpool_TheGatewayAloneHasItsVolume()
    {
        var pod = Simple();
        var spec = PodInjector.Inject(pod, Enabled, Settings.Read(changes: ("Injector:Full:SpoolLimit", "129Mi"))).Injected!["spec"]!;
        Assert.Equal("129Mi", (string?)spec["volumes"]!.AsArray().Single(volume => (string?)volume!["name"] == "signet-spool")!["emptyDir"]!["sizeLimit"]);
        var sidecar = spec["initContainers"]![0]!;
        var mount = sidecar["volumeMounts"]!.AsArray().Single(mount => (string?)mount!["name"] == "signet-spool")!;
        Assert.Null(mount["readOnly"]);
        Assert.Equal(
            $"{(string?)mount["mountPath"]}/spool",
            (string?)sidecar["env"]!.AsArray().Single(variable => (string?)variable!["name"] == "Commits__Spool__Path")!["value"]);
        Assert.Null(spec["containers"]![0]!["volumeMounts"]);

        // A volume of that name that isn't the injector's could be another container's as well.
        pod["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "signet-spool", ["emptyDir"] = new JsonObject() });
        Assert.True(PodInjector.Inject(pod, Enabled, Settings.Read()).IsRefused);
    }

    [Fact]
    public void Inject_NotAsked_LooksAtNothingOfIt()
    {
        var pod = Simple();
        pod["spec"]!["hostNetwork"] = true;
        pod["metadata"]!["annotations"] = new JsonObject { ["signet.dev/modus"] = "x" };
        Assert.True(PodInjector.Inject(pod, NoLabels, Settings.Read()).IsUnchanged);
    }

    private static JsonObject Simple() => JsonNode.Parse("""{"metadata":{},"spec":{"containers":[{"name":"app","image":"app"}]}}""")!.AsObject();
}
