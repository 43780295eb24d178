using System.Text;
using System.Text.Json.Nodes;
using Signet.Gateway;
using Signet.Ledger.Events;
using Signet.Policy.Documents;
using Signet.Testing;
using Signet.Testing.Storage;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>I9: what must pass the default policy passes it unchanged, and what its checks promise to catch is blocked, on every surface.</summary>
public sealed class PolicyCorpusTests : IDisposable
{
    /// <summary>The default policy refuses the paths that no surface has, whatever is said there.</summary>
    private static readonly SurfaceScript[] Served = [.. SurfaceScripts.All.Where(script => script is not PassedScript)];

    private static readonly SurfaceScript[] Scripts = [.. Served.Where(script => script.RequestPlaces.Contains(RequestPlace.UserText))];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Default_WhatPeopleWrite_PassesUnchanged()
    {
        await using var gateway = await StartAsync();
        foreach (var entry in Read("allowed.json"))
        {
            var text = (string)entry["text"]!;
            foreach (var script in Scripts)
            {
                var exchange = await gateway.AskAsync(script, Prompt.At(RequestPlace.UserText, text), new Reply(), streamed: false);
                Assert.True(exchange.Status == 200, $"{script}: {entry["name"]}");
                Assert.True(SeenAnswer.Of(Encoding.UTF8.GetString(exchange.Asked!.Body)).Shows(text), $"{script}: {entry["name"]}");
                Assert.Equal(EventDecision.Allow, gateway.Decisions[exchange.CorrelationId].First().Details!.Decision);
            }

            // And the model may say it.
            foreach (var script in Served.Where(script => script.Streams))
            {
                var middle = text.Length / 2 - (char.IsLowSurrogate(text[text.Length / 2]) ? 1 : 0);
                var exchange = await gateway.AskAsync(
                    script, new Prompt(), Reply.At(AnswerPlace.Text, text[..middle], text[middle..]), streamed: true);
                Assert.True(script.Read(exchange.Seen.Said).Text == text, $"{script}: {entry["name"]}: {exchange.Body}");
            }
        }
    }

    [Fact]
    public async Task Default_WhatTheChecksPromise_IsBlocked()
    {
        await using var gateway = await StartAsync();
        foreach (var entry in Read("blocked.json"))
        {
            foreach (var script in Scripts)
            {
                foreach (var place in new[] { RequestPlace.UserText, RequestPlace.ToolResult }.Where(script.RequestPlaces.Contains))
                {
                    var exchange = await gateway.AskAsync(script, Prompt.At(place, (string)entry["text"]!), new Reply(), streamed: false);
                    Assert.True(exchange is { Status: 403, Asked: null }, $"{script}, {place}: {entry["name"]}: {exchange.Status}");
                    var recorded = Assert.Single(gateway.Decisions[exchange.CorrelationId]);
                    Assert.Equal((EventPhase.Refused, (string)entry["check"]!), (recorded.Phase, recorded.Details!.Check));
                }
            }
        }
    }

    private static List<JsonObject> Read(string file)
    {
        var entries = JsonNode.Parse(File.ReadAllText(Repository.PathOf("tests", "corpora", "policy", file)))!.AsArray().OfType<JsonObject>().ToList();
        Assert.NotEmpty(entries);
        return entries;
    }

    private async Task<ParityGateway> StartAsync()
    {
        await File.WriteAllTextAsync(_directory.File("policy.yaml"), DefaultPolicy.Yaml, TestContext.Current.CancellationToken);
        GatewayPolicyFile file = new(
            _directory.File("policy.yaml"), CheckRegistry.BuiltIn, TimeProvider.System);
        return await ParityGateway.StartAsync(await file.LoadAsync(TestContext.Current.CancellationToken));
    }
}
