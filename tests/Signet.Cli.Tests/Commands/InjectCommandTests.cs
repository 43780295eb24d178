using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Signet.Cli.Commands;
using Signet.Injector;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Commands;

[Collection(ConsoleCollection.Name)]
public sealed class InjectCommandTests : IDisposable
{
    private const string Settings = """
        {"Injector":{"Mode":"full","Full":{"Image":"registry.example/gateway:1","ApiKeySecret":"llm-keys"},"Relay":{"Address":"http://gateway.signet.svc:8443"}}}
        """;

    private const string Manifest = """
        # Settings of ours.
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ours}
        data: {level: 'on'}   # stays as it is
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: chat
        spec:
          template:
            metadata:
              labels: {signet.dev/inject: enabled, version: '1.10', on: "yes"}
            spec:
              containers:
                - name: chat
                  image: registry.example/chat:1
                  args:
                    - |
                      set -e
                      chat --all
                    - 'null'
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly}
        spec:
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: job, image: job}]
        """;

    private readonly TextWriter _output = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly StringWriter _written = new();
    private readonly StringWriter _complaints = new();
    private readonly TemporaryDirectory _directory = new();

    public InjectCommandTests()
    {
        Console.SetOut(_written);
        Console.SetError(_complaints);
        File.WriteAllText(_directory.File("settings.json"), Settings);
    }

    public void Dispose()
    {
        Console.SetOut(_output);
        Console.SetError(_error);
        _written.Dispose();
        _complaints.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Inject_SeveralDocuments_ChangesThoseThatAsk_AndNothingElse()
    {
        Assert.Equal(0, await RunAsync(Manifest));
        var documents = _written.ToString().Split("---\n");
        Assert.Equal(Manifest.Split("---\n")[0], documents[0]);
        Assert.Equal(Manifest.Split("---\n")[2].TrimEnd(), documents[2].TrimEnd());
        Assert.Contains("name: signet-gateway", documents[1], StringComparison.Ordinal);
        Assert.Contains("args:\n        - |\n          set -e\n          chat --all\n        - \"null\"\n", documents[1], StringComparison.Ordinal);
        Assert.Contains("version: \"1.10\"\n        \"on\": \"yes\"\n", documents[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inject_WhatItHasWritten_ChangesNothing()
    {
        await RunAsync(Manifest);
        var once = _written.ToString();
        _written.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync(once));
        Assert.Equal(once, _written.ToString());
    }

    [Fact]
    public async Task Inject_NamespaceThatAsks_IncludesTheOthers_AsJson()
    {
        Assert.Equal(0, await RunAsync(Manifest, "--namespace-label", "signet.dev/inject=enabled", "--json"));
        var documents = JsonNode.Parse(_written.ToString())!["documents"]!.AsArray();
        Assert.Equal(["not_a_workload", "injected", "injected"], documents.Select(document => (string?)document!["outcome"]));
        Assert.All(documents[2]!["patch"]!.AsArray(), operation =>
            Assert.StartsWith("/spec/jobTemplate/spec/template/", (string?)operation!["path"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inject_APod_IsWhatTheWebhookMakesOfIt()
    {
        const string pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"a","image":"a"}]}}""";
        Assert.Equal(0, await RunAsync(pod, "--namespace-label", "signet.dev/inject=enabled", "--json"));
        var settings = InjectorSettings.Read(new ConfigurationBuilder().AddJsonFile(_directory.File("settings.json")).Build());
        var made = PodInjector.Inject(JsonNode.Parse(pod)!.AsObject(), new Dictionary<string, string> { [PodInjector.Label] = PodInjector.Enabled }, settings);
        Assert.True(JsonNode.DeepEquals(made.Patch, JsonNode.Parse(_written.ToString())!["documents"]![0]!["patch"]));
    }

    [Fact]
    public async Task Inject_Refused_WritesNothingAndSaysWhy()
    {
        Assert.Equal(1, await RunAsync(Manifest.Replace("      containers:\n", "      hostNetwork: true\n      containers:\n", StringComparison.Ordinal)));
        Assert.Equal("", _written.ToString());
        Assert.Contains("Deployment chat: signet: The pod uses the network of its node (hostNetwork)", _complaints.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kind: List\napiVersion: v1\nitems: []\n", "A list of objects")]
    [InlineData("a: 1\n---\nb: [\n", "document 2 can't be read")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {volumes: [{secret: {defaultMode: 0440}}]}\n", "octal")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\nspec: {}\n", "no template of pods")]
    public async Task Inject_WhatCantBeRead_IsOneLine(string manifest, string said)
    {
        Assert.Equal(2, await RunAsync(manifest));
        Assert.Contains(said, _complaints.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _written.ToString());
    }

    [Fact]
    public async Task Inject_SettingsThatCantBeUsed_AreNamed()
    {
        await File.WriteAllTextAsync(_directory.File("settings.json"), """{"Injector":{"Mode":"both"}}""", TestContext.Current.CancellationToken);
        Assert.Equal(2, await RunAsync(Manifest));
        Assert.Contains("Mode must be full or relay", _complaints.ToString(), StringComparison.Ordinal);
    }

    private async Task<int> RunAsync(string manifest, params string[] arguments)
    {
        await File.WriteAllTextAsync(_directory.File("pod.yaml"), manifest, TestContext.Current.CancellationToken);
        return await CommandRunner.RunAsync(
            SignetCommand.Create(), ["inject", "-f", _directory.File("pod.yaml"), "--settings", _directory.File("settings.json"), .. arguments]);
    }
}
