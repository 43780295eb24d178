using System.Globalization;
using Signet.Auditor;
using YamlDotNet.RepresentationModel;

namespace Signet.ArchitectureTests;

/// <summary>The shipped Dapr files say what keeps events: each of these has a default that loses or leaks them.</summary>
public sealed class DaprFilesTests
{
    private const string Folder = "deploy/dapr/";
    private const string Topic = "commit-events";

    private static readonly string[] Publishers = ["gateway"];
    private static readonly string[] Subscribers = ["auditor"];
    private static readonly string[] Apps = ["gateway", "auditor", "anchorer", "verifier"];

    private static readonly DaprSubscriptionOptions Programmatic = new();

    public static TheoryData<string> Components => ["pubsub-redis.yaml", "pubsub-kafka.yaml", "pubsub-jetstream.yaml"];

    [Fact]
    public void Files_AreAllKnown() => Assert.Equal(
        ["configuration.yaml", "pubsub-jetstream.yaml", "pubsub-kafka.yaml", "pubsub-redis.yaml", "resiliency.yaml", "subscription.yaml"],
        Sources.Files("*.yaml").Where(path => path.StartsWith(Folder, StringComparison.Ordinal)).Select(path => Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(Components))]
    public void Component_ProtectsTheTopic_AndNamesEveryAppInBothScopes(string file)
    {
        var component = Only(file);
        var metadata = Metadata(component);
        Assert.Equal(("Component", Programmatic.PubSub), (Text(component, "kind"), Text(component, "metadata", "name")));
        Assert.Equal((Topic, Topic), (metadata["protectedTopics"], metadata["allowedTopics"]));
        Assert.Equal(Apps.ToDictionary(app => app, app => Publishers.Contains(app) ? Topic : ""), Scopes(metadata["publishingScopes"]));
        Assert.Equal(Apps.ToDictionary(app => app, app => Subscribers.Contains(app) ? Topic : ""), Scopes(metadata["subscriptionScopes"]));
        Assert.Equal(Publishers.Concat(Subscribers).Order(), Texts(component, "scopes").Order());
    }

    [Theory]
    [MemberData(nameof(Components))]
    public void Component_HoldsNoSecretAndTrimsNothing(string file)
    {
        var component = Only(file);
        Assert.Equal("kubernetes", Text(component, "auth", "secretStore"));
        foreach (var item in Items(component, "spec", "metadata"))
        {
            var name = Text(item, "name");
            Assert.DoesNotContain(name, (string[])["streamTTL", "maxLen", "maxLenApprox"]);
            Assert.Equal(
                name.Contains("password", StringComparison.OrdinalIgnoreCase) || name.Contains("token", StringComparison.OrdinalIgnoreCase) || name == "saslUsername",
                item.Children.ContainsKey("secretKeyRef"));
        }
    }

    [Fact]
    public void Components_AreFitForBulkAndKeepWhatFails()
    {
        var bulk = DaprSubscriptionOptions.MaxMessages;
        Assert.True(int.Parse(Metadata(Only("pubsub-redis.yaml"))["concurrency"], CultureInfo.InvariantCulture) >= bulk);
        var jetStream = Metadata(Only("pubsub-jetstream.yaml"));
        Assert.Equal(("parallel", "explicit", "all"), (jetStream["concurrency"], jetStream["ackPolicy"], jetStream["deliverPolicy"]));
        Assert.True(int.Parse(jetStream["maxAckPending"], CultureInfo.InvariantCulture) >= bulk);
        Assert.DoesNotContain("maxDeliver", jetStream.Keys);
        var kafka = Metadata(Only("pubsub-kafka.yaml"));
        Assert.Equal(("oldest", "all"), (kafka["initialOffset"], kafka["producerRequiredAcks"]));
        Assert.DoesNotContain("consumeRetryEnabled", kafka.Keys);
    }

    [Fact]
    public void Resiliency_RetriesDeliveriesForEver_WithoutACircuitBreaker()
    {
        var resiliency = Only("resiliency.yaml");
        var inbound = Map(resiliency, "spec", "targets", "components", Programmatic.PubSub, "inbound");
        var policy = Map(resiliency, "spec", "policies", "retries", Text(inbound, "retry"));
        Assert.Equal(("constant", "-1"), (Text(policy, "policy"), Text(policy, "maxRetries")));
        Assert.DoesNotContain("matching", policy.Children.Keys.Select(key => key.ToString()));
        Assert.Equal(["retry", "timeout"], inbound.Children.Keys.Select(key => key.ToString()));
        Assert.DoesNotContain("circuitBreakers", Map(resiliency, "spec", "policies").Children.Keys.Select(key => key.ToString()));
        Assert.Superset(Subscribers.ToHashSet(), Texts(resiliency, "scopes").ToHashSet());
    }

    [Fact]
    public void Subscription_SaysWhatTheAuditorAsksFor()
    {
        var subscription = Only("subscription.yaml");
        var spec = Map(subscription, "spec");
        var bulk = Map(spec, "bulkSubscribe");
        Assert.Equal((Programmatic.PubSub, Programmatic.Topic), (Text(spec, "pubsubname"), Text(spec, "topic")));
        Assert.Equal(DaprSubscriptionOptions.Route, Text(spec, "routes", "default"));
        Assert.Equal(
            ("true", Number(DaprSubscriptionOptions.MaxMessages), Number(DaprSubscriptionOptions.MaxAwaitMilliseconds)),
            (Text(bulk, "enabled"), Text(bulk, "maxMessagesCount"), Text(bulk, "maxAwaitDurationMs")));
        Assert.DoesNotContain("deadLetterTopic", spec.Children.Keys.Select(key => key.ToString()));
        Assert.Equal(Subscribers, Texts(subscription, "scopes"));
    }

    [Fact]
    public void Configurations_DenyByDefault_AndListBothProtocols()
    {
        var configurations = Documents("configuration.yaml");
        Assert.Equal(["auditor", "gateway"], configurations.Select(document => Text(document, "metadata", "name")).Order());
        Assert.All(configurations, document =>
        {
            Assert.Equal("deny", Text(document, "spec", "accessControl", "defaultAction"));
            Assert.Equal(["grpc", "http"], Items(document, "spec", "api", "allowed").Select(item => Text(item, "protocol")).Distinct().Order());
            Assert.All(Items(document, "spec", "secrets", "scopes"), scope => Assert.Equal("deny", Text(scope, "defaultAccess")));
            var reload = Items(document, "spec", "features").Single(feature => Text(feature, "name") == "HotReload");
            Assert.Equal("false", Text(reload, "enabled"));
        });
        Assert.All(
            Items(configurations.Single(document => Text(document, "metadata", "name") == "auditor"), "spec", "accessControl", "policies"),
            policy => Assert.Equal("deny", Text(policy, "defaultAction")));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Metadata(YamlMappingNode component) => Items(component, "spec", "metadata").ToDictionary(
        item => Text(item, "name"), item => item.Children.TryGetValue("value", out var value) ? value.ToString() : "");

    private static Dictionary<string, string> Scopes(string text) =>
        text.Split(';').Select(scope => scope.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    private static YamlMappingNode Only(string file) => Assert.Single(Documents(file));

    private static List<YamlMappingNode> Documents(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Sources.Read(Folder + file)));
        return [.. yaml.Documents.Select(document => Assert.IsType<YamlMappingNode>(document.RootNode))];
    }

    private static YamlNode Node(YamlNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name]);

    private static YamlMappingNode Map(YamlNode node, params string[] path) => Assert.IsType<YamlMappingNode>(Node(node, path));

    private static string Text(YamlNode node, params string[] path) => Assert.IsType<YamlScalarNode>(Node(node, path)).Value ?? "";

    private static IEnumerable<YamlMappingNode> Items(YamlNode node, params string[] path) =>
        Assert.IsType<YamlSequenceNode>(Node(node, path)).Children.Cast<YamlMappingNode>();

    private static IEnumerable<string> Texts(YamlNode node, params string[] path) =>
        Assert.IsType<YamlSequenceNode>(Node(node, path)).Children.Select(child => child.ToString());
}
