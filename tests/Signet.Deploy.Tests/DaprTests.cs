using System.Text.Json.Nodes;
using Signet.Deploy.Tests.Charts;

namespace Signet.Deploy.Tests;

/// <summary>What the chart says to Dapr: each of these has a default that loses events or lets others at them.</summary>
public sealed class DaprTests
{
    private const string Topic = "commit-events";

    public static TheoryData<string> Brokers => ["dapr-jetstream", "dapr-kafka", "dapr-redis"];

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task Component_ProtectsTheTopicAndNamesEveryApp(string set)
    {
        var component = await OneAsync(set, "Component");
        var metadata = component["spec"]!["metadata"]!.AsArray().ToDictionary(item => (string)item!["name"]!, item => (string?)item!["value"]);
        Assert.Equal((Topic, Topic), (metadata["protectedTopics"], metadata["allowedTopics"]));
        Assert.Equal("signet-gateway=commit-events;signet-auditor=;signet-anchorer=;signet-verifier=", metadata["publishingScopes"]);
        Assert.Equal("signet-gateway=;signet-auditor=commit-events;signet-anchorer=;signet-verifier=", metadata["subscriptionScopes"]);
        Assert.Equal(["signet-gateway", "signet-auditor"], Texts(component["scopes"]));
        Assert.DoesNotContain(metadata.Keys, name => name is "streamTTL" or "maxLen" or "maxLenApprox" or "maxDeliver");
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task Delivery_IsTriedForEver(string set)
    {
        var spec = (await OneAsync(set, "Resiliency"))["spec"]!;
        var inbound = spec["targets"]!["components"]!["signet-auditbus"]!["inbound"]!;
        var retry = spec["policies"]!["retries"]![(string)inbound["retry"]!]!;
        Assert.Equal(("constant", -1), ((string)retry["policy"]!, (int)retry["maxRetries"]!));
        Assert.Null(inbound["circuitBreaker"]);
    }

    [Theory]
    [MemberData(nameof(Brokers))]
    public async Task Subscription_IsTheAuditorsAloneAndFitsTheComponent(string set)
    {
        var subscription = await OneAsync(set, "Subscription");
        Assert.Equal((string)(await OneAsync(set, "Component"))["metadata"]!["name"]!, (string)subscription["spec"]!["pubsubname"]!);
        Assert.Equal((Topic, "/events"), ((string)subscription["spec"]!["topic"]!, (string)subscription["spec"]!["routes"]!["default"]!));
        Assert.Equal(["signet-auditor"], Texts(subscription["scopes"]));
    }

    [Theory]
    [InlineData("dapr-chain")]
    [InlineData("dapr-jetstream")]
    [InlineData("dapr-kafka")]
    [InlineData("dapr-redis")]
    public async Task Configurations_DenyByDefaultAndStandForEachApp(string set)
    {
        var objects = await Chart.ObjectsAsync(set);
        var configurations = objects.Where(item => item.Kind == "Configuration").ToDictionary(item => item.Name, item => item.Json["spec"]!);
        foreach (var annotations in objects.Where(item => item.Kind == "Deployment").Select(item => item.Pods!.Metadata.Annotations).Where(item => item["dapr.io/enabled"] == "true"))
        {
            Assert.Equal(annotations["dapr.io/app-id"], annotations["dapr.io/config"]);
            var spec = configurations[annotations["dapr.io/config"]];
            Assert.Equal("deny", (string)spec["accessControl"]!["defaultAction"]!);
            Assert.Equal(["grpc", "http"], spec["api"]!["allowed"]!.AsArray().Select(item => (string)item!["protocol"]!).Distinct().Order());
            Assert.All(spec["secrets"]!["scopes"]!.AsArray(), scope => Assert.Equal("deny", (string)scope!["defaultAccess"]!));
            Assert.False((bool)spec["features"]!.AsArray().Single(item => (string)item!["name"]! == "HotReload")!["enabled"]!);
        }

        Assert.All(
            configurations["signet-auditor"]["accessControl"]!["policies"]!.AsArray(),
            policy => Assert.Equal(("deny", Chart.Namespace), ((string)policy!["defaultAction"]!, (string)policy["namespace"]!)));
    }

    [Fact]
    public async Task WithoutDapr_NothingOfItIsWritten()
    {
        foreach (var set in (string[])["minimal", "full", "plain", "jobs"])
        {
            Assert.DoesNotContain(await Chart.ObjectsAsync(set), item => item.Type.StartsWith("dapr.io", StringComparison.Ordinal));
        }
    }

    private static async Task<JsonObject> OneAsync(string set, string kind) => Assert.Single(await Chart.ObjectsAsync(set), item => item.Kind == kind).Json;

    private static IEnumerable<string> Texts(JsonNode? node) => node!.AsArray().Select(item => (string)item!);
}
