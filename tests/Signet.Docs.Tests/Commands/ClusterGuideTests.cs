using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Signet.Testing;
using Signet.Testing.Cluster;
using Signet.Testing.Guides;
using Signet.Testing.Storage;

namespace Signet.Docs.Tests.Commands;

/// <summary>
/// An operator who types what the pages on Kubernetes show, with the real <c>helm</c> and <c>kubectl</c>, as it stands there: the server behind them keeps
/// what it is given and runs nothing. What a cluster makes of the objects only a cluster can show.
/// </summary>
public sealed partial class ClusterGuideTests
{
    private const string Installing = "deploy/README.md";

    private static readonly string[] AfterInstalling = ["docs/operations.md"];

    public static TheoryData<HelmVersion> Versions => [.. Enum.GetValues<HelmVersion>()];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Guides_EveryCommandOfHelmAndKubectl_DoesWhatItSays(HelmVersion version)
    {
        using var folder = new TemporaryDirectory();
        await using var cluster = await FakeCluster.StartAsync();
        var shell = await PrepareAsync(folder, cluster, version);
        await RunAsync(shell, Installing, 11);

        var release = await HelmValuesAsync(shell);
        Assert.Equal("signet-demo", (string?)release["log"]!["id"]);
        Assert.Matches(@"^signet-demo\+[0-9a-f]{8}\+\S{44}$", (string?)release["verifier"]!["checkpointVkey"]);
        Assert.NotNull(cluster.Find("/apis/apps/v1/namespaces/signet/deployments/signet-gateway"));
        Assert.NotNull(cluster.Find("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/commitpolicies.signet.dev"));
        Assert.Equal("enabled", (string?)cluster.Find("/api/v1/namespaces/agents")!["metadata"]!["labels"]!["signet.dev/inject"]);
        AssertMounted(cluster);

        foreach (var page in AfterInstalling)
        {
            await RunAsync(shell, page, 4);
        }

        Assert.Equal("chain-2", (string?)(await HelmValuesAsync(shell))["keys"]!["chainRoot"]!["id"]);
        Assert.Equal(["chain-root-2.key", "chain-root.key"], Keys(cluster, "signet-chain-root"));
        AssertMounted(cluster);
    }

    [Fact]
    public async Task Readme_ItsCommandsOfACluster_InstallTheChart()
    {
        using var folder = new TemporaryDirectory();
        await using var cluster = await FakeCluster.StartAsync();
        await RunAsync(await PrepareAsync(folder, cluster, HelmVersion.Four), "README.md", 1);
        Assert.NotNull(cluster.Find("/apis/apps/v1/namespaces/default/deployments/signet-gateway"));
    }

    /// <summary>A page that isn't in one of the tests above would have commands that nobody runs.</summary>
    [Fact]
    public void Commands_OfACluster_StandOnPagesThatAreRun() =>
        Assert.Empty(CommandRunners.CommandsOf(typeof(ClusterGuideTests)).Select(command => command.Page).Except(["README.md", Installing, .. AfterInstalling]));

    /// <summary>A clone's folder <c>deploy</c>, the files that the pages tell an operator to have, and the namespace of his workloads.</summary>
    private static async Task<GuideShell> PrepareAsync(TemporaryDirectory folder, FakeCluster cluster, HelmVersion version)
    {
        var tools = await ClusterTools.OfAsync(version);
        var shell = new GuideShell(folder.Path)
        {
            Programs = [Path.GetDirectoryName(tools.Helm)!, Path.GetDirectoryName(tools.Kubectl)!],
            Variables = { ["HOME"] = folder.Path, ["KUBECONFIG"] = folder.File("kubeconfig"), ["no_proxy"] = "127.0.0.1" },
        };
        await shell.DoAsync(
            $$"""
            ln -s '{{Repository.PathOf("deploy")}}' deploy
            cp deploy/helm/signet/ci/cluster-values.yaml values.yaml
            printf a-key > openai.key
            printf 'stringData: {chain-root-2.key: "%s"}\n' "$(openssl rand -hex 32)" > chain-root-2.yaml
            printf %s '{{cluster.Kubeconfig}}' > kubeconfig
            kubectl create namespace agents
            """);
        return shell;
    }

    private static async Task RunAsync(GuideShell shell, string page, int atLeast)
    {
        var commands = CommandRunners.CommandsOf(typeof(ClusterGuideTests)).Where(command => command.Page == page).ToList();
        Assert.True(commands.Count >= atLeast, $"{page} has {commands.Count} commands.");
        foreach (var command in commands)
        {
            if (command.Text.Contains(" get commitpolic", StringComparison.Ordinal))
            {
                await ApplyPolicyAsync(shell, page);
            }

            // Such a line sets a variable that a later one reads.
            if (Assignment().Match(command.Text) is { Success: true } assignment)
            {
                var name = assignment.Groups["name"].Value;
                shell.Variables[name] = await shell.DoAsync($"{command.Text}; printf %s \"${name}\"");
            }
            else
            {
                await shell.DoAsync(Dots().Replace(command.Text, dots => dots.Groups["option"].Value switch
                {
                    "image.prefix" => "image.prefix=registry.example/signet",
                    "log.id" => "log.id=signet-demo",
                    _ => $"{dots.Groups["option"].Value}=https://api.openai.com/v1",
                }));
            }
        }
    }

    /// <summary>The object that the page shows before it asks for one.</summary>
    private static async Task ApplyPolicyAsync(GuideShell shell, string page)
    {
        var text = await File.ReadAllTextAsync(Repository.PathOf(page), TestContext.Current.CancellationToken);
        var shown = Assert.Single(Yaml().Matches(text), block => block.Value.Contains("kind: CommitPolicy", StringComparison.Ordinal));
        await shell.DoAsync($"kubectl apply --server-side -f - <<'END'\n{shown.Groups["text"].Value}END");
    }

    private static async Task<JsonNode> HelmValuesAsync(GuideShell shell) => JsonNode.Parse(await shell.DoAsync("helm get values signet --namespace signet --output json"))!;

    private static IEnumerable<string> Keys(FakeCluster cluster, string secret)
    {
        var found = cluster.Find($"/api/v1/namespaces/signet/secrets/{secret}");
        Assert.True(found is not null, $"There is no Secret {secret}.");
        return new[] { "data", "stringData" }.SelectMany(part => found[part]?.AsObject().Select(pair => pair.Key) ?? []).Order(StringComparer.Ordinal);
    }

    /// <summary>The Secrets that the auditor and the gateway need are those that the page has made, with the keys that they read.</summary>
    private static void AssertMounted(FakeCluster cluster)
    {
        foreach (var workload in new[] { "signet-auditor", "signet-gateway" })
        {
            var pod = cluster.Find($"/apis/apps/v1/namespaces/signet/deployments/{workload}")!["spec"]!["template"]!["spec"]!;
            var secrets = pod["volumes"]!.AsArray().Select(volume => volume!["secret"]).OfType<JsonNode>().ToList();
            Assert.NotEmpty(secrets);
            foreach (var secret in secrets)
            {
                var keys = secret["items"]?.AsArray().Select(item => (string)item!["key"]!) ?? [];
                Assert.Subset(Keys(cluster, (string)secret["secretName"]!).ToHashSet(), keys.ToHashSet());
            }
        }
    }

    [GeneratedRegex(@"^(?<name>[a-z_]+)=\$\(")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?<=--set )(?<option>\S+)=…")]
    private static partial Regex Dots();

    [GeneratedRegex(@"^```yaml\n(?<text>(?s:.*?))^```", RegexOptions.Multiline)]
    private static partial Regex Yaml();
}
