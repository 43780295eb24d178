using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s;

namespace Signet.Cli.Diagnosis;

/// <summary>
/// What stands in the namespace: does every gateway run the newest policy, and does Dapr's component let gateways publish and auditors
/// receive, and nobody both.
/// </summary>
internal sealed class ClusterObjectExaminer(DoctorOptions options, ClusterAccess cluster) : IExaminer
{
    public string Area => ClusterAccess.Area;

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!options.LooksAtObjects)
        {
            yield return Finding.Skipped(Area, "no object was looked at", "In a cluster, give --objects and, outside of it, --kubeconfig.");
            yield break;
        }

        foreach (var (group, version, plural, judge) in new (string, string, string, Func<IReadOnlyList<JsonElement>, IEnumerable<Finding>>)[]
        {
            ("signet.dev", "v1alpha1", "commitpolicies", JudgePolicies),
            ("dapr.io", "v1alpha1", "components", JudgeComponents),
            ("dapr.io", "v2alpha1", "subscriptions", JudgeSubscriptions),
        })
        {
            var (list, status, fault) = await cluster.AskAsync(
                (api, space) => api.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(group, version, space, plural, cancellationToken: cancellationToken), cancellationToken);
            if (fault is not null)
            {
                yield return fault;
                yield break;
            }

            foreach (var finding in status is { } refused ? [ClusterAccess.Refused(refused, $"{plural}.{group}")] : judge(JsonMembers.Items(list, "items")))
            {
                yield return finding;
            }
        }
    }

    internal IEnumerable<Finding> JudgePolicies(IReadOnlyList<JsonElement> policies)
    {
        foreach (var policy in policies)
        {
            var name = JsonMembers.Text(policy, "metadata", "name");
            var conditions = JsonMembers.Items(policy, "status", "conditions");
            var accepted = conditions.FirstOrDefault(condition => JsonMembers.Text(condition, "type") == "Accepted");
            yield return JsonMembers.Text(accepted, "status") switch
            {
                "True" => Finding.Good(Area, $"the policy {name} is in force at its gateways"),
                "False" => Finding.Failure(Area, $"the policy {name} is refused: {JsonMembers.Text(accepted, "message")}", $"Correct it: `kubectl get commitpolicy {name} -o yaml` has each gateway's word, and the one before stays in force."),
                _ => Finding.Warning(Area, $"no gateway has said anything of the policy {name}", "Set Gateway:Policy:Kubernetes:Name to its name, or remove it."),
            };
        }
    }

    internal IEnumerable<Finding> JudgeComponents(IReadOnlyList<JsonElement> components)
    {
        var component = components.FirstOrDefault(item => JsonMembers.Text(item, "metadata", "name") == options.PubSub);
        if (component.ValueKind == JsonValueKind.Undefined)
        {
            yield return Finding.Skipped(Area, $"there is no component {options.PubSub}", "Where events go over Dapr, apply one of deploy/dapr.");
            yield break;
        }

        yield return JsonMembers.Items(component, "scopes").Count > 0
            ? Finding.Good(Area, $"the component {options.PubSub} is for the apps in its scopes alone")
            : Finding.Failure(Area, $"every app of the namespace has the component {options.PubSub}", "Name gateway and auditor in its scopes (deploy/dapr).");
        yield return TopicsOf(component, "protectedTopics").Contains(options.Topic)
            ? Finding.Good(Area, $"{options.Topic} is protected")
            : Finding.Failure(Area, $"{options.Topic} is not in protectedTopics: an app that no scope names may publish and receive", "Add it (deploy/dapr).");
        var (publishers, receivers) = (AppsOf(component, "publishingScopes"), AppsOf(component, "subscriptionScopes"));
        var both = publishers.Intersect(receivers).Order(StringComparer.Ordinal).ToList();
        yield return publishers.Count == 0 || receivers.Count == 0
            ? Finding.Failure(Area, $"nobody may {(publishers.Count == 0 ? "publish" : "receive")} {options.Topic}", "Name the gateway in publishingScopes and the auditor in subscriptionScopes (deploy/dapr).")
            : both.Count > 0
                ? Finding.Failure(Area, $"{string.Join(", ", both)} may publish and receive {options.Topic}", "Let gateways publish and auditors receive, and nobody both (deploy/dapr).")
                : Finding.Good(Area, $"{string.Join(", ", publishers)} may publish, {string.Join(", ", receivers)} may receive");
    }

    internal IEnumerable<Finding> JudgeSubscriptions(IReadOnlyList<JsonElement> subscriptions)
    {
        var own = subscriptions.Where(item => JsonMembers.Text(item, "spec", "pubsubname") == options.PubSub && JsonMembers.Text(item, "spec", "topic") == options.Topic).ToList();
        foreach (var subscription in own)
        {
            var name = JsonMembers.Text(subscription, "metadata", "name");
            yield return JsonMembers.Items(subscription, "scopes").Count == 0
                ? Finding.Failure(Area, $"the subscription {name} is every app's", "Name the auditor in its scopes (deploy/dapr/subscription.yaml).")
                : Finding.Good(Area, $"the subscription {name} is for the apps in its scopes alone");
        }

        if (own.Count > 1)
        {
            yield return Finding.Failure(
                Area, string.Create(CultureInfo.InvariantCulture, $"{own.Count} subscriptions are for {options.Topic}"), "Keep one: an event is delivered for each.");
        }
    }

    private static List<string> TopicsOf(JsonElement component, string setting) =>
        [.. Setting(component, setting).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Of <c>app=topic,topic;app=</c> the apps that have the topic.</summary>
    private List<string> AppsOf(JsonElement component, string setting) =>
        [.. Setting(component, setting).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(pair => pair is [_, var topics] && topics.Split(',', StringSplitOptions.TrimEntries).Contains(options.Topic))
            .Select(pair => pair[0])];

    private static string Setting(JsonElement component, string name) =>
        JsonMembers.Text(JsonMembers.Items(component, "spec", "metadata").FirstOrDefault(item => JsonMembers.Text(item, "name") == name), "value");
}
