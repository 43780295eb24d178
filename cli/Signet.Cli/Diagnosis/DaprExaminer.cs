using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Signet.Cli.Diagnosis;

/// <summary>A Dapr sidecar: is it well, does it have the component, is the service subscribed to the topic.</summary>
internal sealed class DaprExaminer(DoctorOptions options, Asking asking) : IExaminer
{
    public string Area => "dapr";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Dapr is not { } sidecar)
        {
            yield return Finding.Skipped(Area, "no sidecar was given", "Where events go over Dapr, give --dapr http://127.0.0.1:3500.");
            yield break;
        }

        var (health, why) = await asking.GetAsync(new Uri(sidecar, "/v1.0/healthz"), cancellationToken);
        if (health is not { Status: 204 or 200 })
        {
            yield return Finding.Failure(Area, $"the sidecar isn't well: {(health is null ? why : $"it answers {health.Status}")}", "Look at the sidecar's log; a component that can't start keeps it so.");
            yield break;
        }

        yield return Finding.Good(Area, "the sidecar is well");
        var (metadata, _) = await asking.GetAsync(new Uri(sidecar, "/v1.0/metadata"), cancellationToken);
        foreach (var finding in Read(metadata?.Body ?? []))
        {
            yield return finding;
        }
    }

    private IEnumerable<Finding> Read(byte[] body)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return [Finding.Failure(Area, "the sidecar's metadata can't be read", "Use a sidecar of Dapr 1.14 or later.")];
        }

        using (json)
        {
            var id = JsonMembers.Text(json.RootElement, "id");
            // A component that isn't scoped to this app isn't in its sidecar's metadata: what is missing here may stand in the cluster all the same.
            var component = JsonMembers.Items(json.RootElement, "components").FirstOrDefault(item => JsonMembers.Text(item, "name") == options.PubSub);
            var subscriptions = JsonMembers.Items(json.RootElement, "subscriptions").Select(item => (PubSub: JsonMembers.Text(item, "pubsubname"), Topic: JsonMembers.Text(item, "topic"))).ToList();
            return
            [
                JsonMembers.Text(component, "type") switch
                {
                    "" => Finding.Failure(Area, $"{id} has no component {options.PubSub}", "Apply the component, and name the app in its scopes (deploy/dapr)."),
                    "pubsub.in-memory" => Finding.Failure(Area, $"{options.PubSub} of {id} keeps events in memory", "Use JetStream, Kafka or Redis (deploy/dapr): what a restart of the sidecar loses is lost."),
                    var type when type.StartsWith("pubsub.", StringComparison.Ordinal) => Finding.Good(Area, $"{id} has the component {options.PubSub}, {type}"),
                    var type => Finding.Failure(Area, $"{options.PubSub} of {id} is no broker but {type}", "Give the component of that name a type of pubsub (deploy/dapr)."),
                },
                subscriptions.Contains((options.PubSub, options.Topic))
                    ? Finding.Good(Area, $"it is subscribed to {options.Topic}")
                    : Finding.Warning(Area, $"it is not subscribed to {options.Topic}", "An auditor has to be (deploy/dapr/subscription.yaml, or Auditor:PubSub); a gateway must not be."),
                .. subscriptions.Count(item => item == (options.PubSub, options.Topic)) > 1
                    ? new[] { Finding.Warning(Area, "it is subscribed twice", "Use the subscription file or Auditor:PubSub, not both.") }
                    : [],
            ];
        }
    }
}
