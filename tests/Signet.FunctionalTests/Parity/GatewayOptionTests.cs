using System.Reflection;
using Signet.Gateway;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Testing.Gateway;
using Signet.Testing.Storage;
using Signet.Testing.Surfaces;

namespace Signet.FunctionalTests.Parity;

/// <summary>I10: every option of the gateway changes what it does. An option without a demonstration here fails the first test.</summary>
public sealed class GatewayOptionTests : IDisposable
{
    private static readonly SurfaceScript Script = SurfaceScripts.All[0];
    private const string NobodyPasses =
        """{"version": 1, "checks": [{"check": "regex_content", "rules": [{"label": "any", "pattern": ".", "action": "block", "replacement": ""}]}]}""";

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(0.7);

    private static readonly Dictionary<string, OptionDemonstration> Demonstrations = new()
    {
        [nameof(GatewayOptions.LogId)] = new(
            options => options.LogId = "log.other", async gateway => (await AskAsync(gateway)).Headers["X-Signet-Receipt"].Split("; ")[1]),
        [nameof(GatewayOptions.ProducerId)] = new(
            options => options.ProducerId = "gateway.other",
            async gateway =>
            {
                var exchange = await AskAsync(gateway);
                return gateway.Decisions[exchange.CorrelationId].First().Producer.Id;
            }
        ),
        [nameof(GatewayOptions.Upstream)] = new(
            options => options.Upstream = new Uri("http://127.0.0.1:1/v1"), async gateway => $"{(await AskAsync(gateway)).Status}"),
        [nameof(GatewayOptions.UpstreamApiKey)] = new(
            options => options.UpstreamApiKey = "parity-1",
            async gateway => (await AskAsync(gateway, request => request.Headers.Authorization = null)).Asked?.Headers["Authorization"] ?? "none"),
        [nameof(GatewayOptions.UpstreamLabel)] = new(
            options => options.UpstreamLabel = "somebody", async gateway => (await AskAsync(gateway)).Headers["X-Signet-Upstream"]),
        [nameof(GatewayOptions.Evidence)] = new(
            options => options.Evidence = "a signed letter",
            async gateway =>
            {
                await AskAsync(gateway);
                return gateway.Enrolled!.Evidence;
            }
        ),
        [nameof(GatewayOptions.VerboseErrors)] = new(
            options => options.VerboseErrors = true,
            async gateway => (string?)(await AskAsync(gateway, request => request.Headers.Remove("X-Commit-Owner"))).Seen.Documents[0]["check"] ?? "none"),
        [nameof(GatewayOptions.MaxRequestBodyBytes)] = new(
            options => options.MaxRequestBodyBytes = 1 << 10,
            async gateway => $"{(await gateway.AskAsync(Script, new Prompt { User = [new string('x', 2_000)] }, new Reply(), false)).Status}"),
        [nameof(GatewayOptions.MaxAnswerBytes)] = new(
            options => options.MaxAnswerBytes = 1 << 10,
            async gateway => $"{(await gateway.AskAsync(Script, new Prompt(), new Reply { Text = [new string('x', 2_000)] }, false)).Status}"),
        [nameof(GatewayOptions.RecordTimeout)] = new(
            options => options.RecordTimeout = TimeSpan.FromMilliseconds(100),
            async gateway =>
            {
                gateway.Transport.Behaviour = RecordSlowlyAsync;
                return $"{(await AskAsync(gateway)).Status}";
            }
        ),
        [nameof(GatewayOptions.UpstreamTimeout)] = new(
            options => options.UpstreamTimeout = TimeSpan.FromSeconds(1),
            async gateway =>
            {
                var exchange = await gateway.AskAsync(Script, Script.Request(new Prompt(), false)!.ToJsonString(), async context =>
                {
                    await Task.Delay(3 * Slow, TestContext.Current.CancellationToken);
                    await FakeLlm.RespondAsync(context, 200, "application/json", Script.Unary(new Reply()).ToJsonString());
                });
                return $"{exchange.Status}";
            }
        ),
        [nameof(GatewayOptions.PolicyReloadInterval)] = new(
            options => options.PolicyReloadInterval = TimeSpan.FromMilliseconds(100),
            async gateway =>
            {
                await File.WriteAllTextAsync(gateway.PolicyPath, NobodyPasses, TestContext.Current.CancellationToken);
                await Task.Delay(2 * Slow, TestContext.Current.CancellationToken);
                return $"{(await AskAsync(gateway)).Status}";
            }
        ),
        [nameof(GatewayOptions.QueueLength)] = new(
            options => options.QueueLength = 16,
            async gateway =>
            {
                gateway.Transport.Behaviour = RecordSlowlyAsync;
                var exchanges = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => AskAsync(gateway)));
                return exchanges.Any(exchange => exchange.Status == 503) ? "some can't be recorded" : "all are recorded";
            }
        ),
        [nameof(GatewayOptions.DrainTimeout)] = new(
            options => options.DrainTimeout = TimeSpan.Zero,
            async gateway =>
            {
                await AskAsync(gateway);
                var recorded = false;
                gateway.Transport.Behaviour = async (number, events, cancellationToken) =>
                {
                    var outcomes = await RecordSlowlyAsync(number, events, cancellationToken);
                    recorded = true;
                    return outcomes;
                };
                await gateway.StopAsync();
                return recorded ? "closed" : "cut";
            }
        ),
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Where the policy is an object of a cluster the host has to know that before there is a gateway: the tests of that object show it.
    public static TheoryData<string> Options() =>
    [
        .. NamesOf(typeof(GatewayOptions), "").Where(name => name != nameof(GatewayOptions.Policy)),
        .. NamesOf(typeof(UpstreamOptions), $"{nameof(GatewayOptions.Upstreams)}."),
        .. NamesOf(typeof(RouteOptions), $"{nameof(GatewayOptions.Routes)}."),
        .. NamesOf(typeof(ApiKeySecretOptions), $"{nameof(ApiKeyOptions.ApiKeySecret)}."),
    ];

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Option_OtherThanItsDefault_ChangesWhatIsSeen(string option)
    {
        var demonstration = Demonstrations.GetValueOrDefault(option) ?? new UpstreamDemonstrations(_directory).All.GetValueOrDefault(option)
            ?? new PodDemonstrations(_directory).All.GetValueOrDefault(option);
        Assert.True(demonstration is not null, $"Nothing shows what {option} does.");
        await using var before = await ParityGateway.StartAsync(ParityPolicies.Everything, demonstration.Both);
        await using var after = await ParityGateway.StartAsync(ParityPolicies.Everything, demonstration.Both + demonstration.Set);

        Assert.NotEqual(await demonstration.See(before), await demonstration.See(after));
    }

    private static IEnumerable<string> NamesOf(Type options, string prefix) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => prefix + property.Name);

    private static Task<Exchange> AskAsync(ParityGateway gateway, Action<HttpRequestMessage>? adjust = null) =>
        gateway.AskAsync(Script, new Prompt(), new Reply(), streamed: false, adjust);

    private static async ValueTask<IReadOnlyList<CommitOutcome>> RecordSlowlyAsync(
        int number, IReadOnlyList<SignedEvent> events, CancellationToken cancellationToken)
    {
        await Task.Delay(Slow, cancellationToken);
        return [.. events.Select(_ => CommitOutcome.Recorded)];
    }
}
