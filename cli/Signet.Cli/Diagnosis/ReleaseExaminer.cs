using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using k8s;

namespace Signet.Cli.Diagnosis;

/// <summary>What the chart has installed: is enough of each workload ready, and does the API server ask the injector, and believe it.</summary>
internal sealed class ReleaseExaminer(DoctorOptions options, ClusterAccess cluster) : IExaminer
{
    private const string OwnObjects = "app.kubernetes.io/part-of=signet";

    public string Area => ClusterAccess.Area;

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!options.LooksAtObjects)
        {
            // The examiner of the other objects says so.
            yield break;
        }

        foreach (var plural in new[] { "deployments", "statefulsets" })
        {
            var (list, status, fault) = await cluster.AskAsync(
                (api, space) => api.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(
                    "apps", "v1", space, plural, labelSelector: OwnObjects, cancellationToken: cancellationToken), cancellationToken);
            if (fault is not null)
            {
                yield return fault;
                yield break;
            }

            foreach (var finding in status is { } refused ? [ClusterAccess.Refused(refused, plural)] : JudgeWorkloads(JsonMembers.Items(list, "items")))
            {
                yield return finding;
            }
        }

        var (webhooks, answer, silence) = await cluster.AskAsync(
            (api, _) => api.CustomObjects.ListClusterCustomObjectAsync<JsonElement>(
                "admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", labelSelector: OwnObjects, cancellationToken: cancellationToken),
            cancellationToken);
        if (silence is not null)
        {
            yield return silence;
            yield break;
        }

        foreach (var finding in answer is { } no ? [ClusterAccess.Refused(no, "mutatingwebhookconfigurations")] : JudgeWebhooks(JsonMembers.Items(webhooks, "items")))
        {
            yield return finding;
        }
    }

    internal IEnumerable<Finding> JudgeWorkloads(IReadOnlyList<JsonElement> workloads)
    {
        foreach (var workload in workloads)
        {
            var name = JsonMembers.Text(workload, "metadata", "name");
            var wanted = JsonMembers.Number(workload, "spec", "replicas") ?? 1;
            var ready = JsonMembers.Number(workload, "status", "readyReplicas") ?? 0;

            // Of two auditors the one that doesn't write isn't ready.
            var enough = JsonMembers.Text(workload, "metadata", "labels", "app.kubernetes.io/component") == "auditor" ? Math.Min(wanted, 1) : wanted;
            var text = string.Create(CultureInfo.InvariantCulture, $"{ready} of {wanted} pods of {name} are ready");
            var fix = $"Look at its pods: `kubectl describe pods` says why they aren't, `kubectl logs` what {name} says.";
            yield return ready >= enough ? Finding.Good(Area, text) : ready > 0 ? Finding.Warning(Area, text, fix) : Finding.Failure(Area, text, fix);
        }
    }

    internal IEnumerable<Finding> JudgeWebhooks(IReadOnlyList<JsonElement> configurations)
    {
        // Of other releases' injectors nothing is to be said here.
        foreach (var configuration in configurations)
        {
            var name = JsonMembers.Text(configuration, "metadata", "name");
            foreach (var webhook in JsonMembers.Items(configuration, "webhooks").Where(IsOfTheNamespace))
            {
                var which = $"{JsonMembers.Text(webhook, "name")} of {name}";
                if (JsonMembers.Text(webhook, "clientConfig", "caBundle").Length == 0)
                {
                    yield return Finding.Failure(Area, $"the webhook {which} names no authority, so no call of it succeeds", "Look at the injector's logs, which writes its own, or at cert-manager's.");
                }
                else if (JsonMembers.Text(webhook, "failurePolicy") != "Fail")
                {
                    yield return Finding.Warning(Area, $"pods start without a gateway while nobody answers the webhook {which}", "Set injector.failurePolicy to Fail.");
                }
                else
                {
                    yield return Finding.Good(Area, $"the webhook {which} has an authority, and no pod starts without its answer");
                }
            }
        }
    }

    private bool IsOfTheNamespace(JsonElement webhook) =>
        options.Namespace is null || JsonMembers.Text(webhook, "clientConfig", "service", "namespace") == options.Namespace;
}
