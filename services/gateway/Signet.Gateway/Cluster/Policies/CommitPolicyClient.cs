using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signet.Gateway.Cluster.Policies;

/// <summary>One CommitPolicy behind the API server: list, watch, and what a gateway writes into its status.</summary>
internal sealed class CommitPolicyClient(ClusterApi api, CommitPolicyReference reference)
{
    /// <summary>Who writes the conditions: all gateways as one, since all write the same.</summary>
    private const string SharedManager = "signet-gateways";

    private static readonly TimeSpan WatchGrace = TimeSpan.FromSeconds(30);

    public CommitPolicyReference Reference { get; } = reference;

    /// <summary>The object, or null when there is none, and from which version to watch.</summary>
    /// <exception cref="ClusterException">The API server doesn't tell.</exception>
    public async Task<(CommitPolicy? Policy, string ResourceVersion)> ListAsync(CancellationToken cancellationToken)
    {
        using var answer = await api.AskAsync(HttpMethod.Get, Reference.ListPath, null, cancellationToken);
        if (VersionOf(answer.RootElement) is not { } version
            || !answer.RootElement.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            throw Unreadable();
        }

        foreach (var item in items.EnumerateArray())
        {
            // A server that doesn't know the selector would give all.
            if (NameOf(item) == Reference.Name)
            {
                return (CommitPolicy.Read(item), version);
            }
        }

        return (null, version);
    }

    /// <summary>What happens to the object behind a version, until the API server ends the watch.</summary>
    /// <exception cref="ClusterException">The watch breaks; with <see cref="HttpStatusCode.Gone"/> the object must be listed again.</exception>
    public async IAsyncEnumerable<CommitPolicyChange> WatchAsync(
        string resourceVersion, TimeSpan lasting, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Reference.WatchPath(resourceVersion, Math.Max(1, (int)lasting.TotalSeconds));
        await foreach (var document in api.WatchAsync(path, lasting + WatchGrace, cancellationToken))
        {
            using (document)
            {
                if (ChangeOf(document.RootElement) is { } change)
                {
                    yield return change;
                }
            }
        }
    }

    /// <summary>Writes this gateway's entry, or with null takes it away, as the only one who may.</summary>
    /// <exception cref="ClusterException">It isn't written.</exception>
    public Task ApplyEntryAsync(string gateway, CommitPolicyEntry? entry, string uid, CancellationToken cancellationToken)
    {
        JsonArray gateways = [];
        if (entry is not null)
        {
            gateways.Add(new JsonObject
            {
                ["name"] = entry.Name,
                ["sha256"] = entry.Sha256,
                ["observedGeneration"] = entry.ObservedGeneration,
                ["accepted"] = entry.Accepted,
                ["message"] = entry.Message,
                ["renewTime"] = entry.RenewTime,
            });
        }

        return ApplyAsync(ManagerOf(gateway), uid, new JsonObject { ["gateways"] = gateways }, cancellationToken);
    }

    /// <summary>Writes the condition.</summary>
    /// <exception cref="ClusterException">It isn't written.</exception>
    public Task ApplyConditionAsync(CommitPolicyCondition condition, string uid, CancellationToken cancellationToken) => ApplyAsync(
        SharedManager,
        uid,
        new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = CommitPolicyCondition.Type,
                ["status"] = condition.Status ? "True" : "False",
                ["reason"] = condition.Reason,
                ["message"] = condition.Message,
                ["observedGeneration"] = condition.ObservedGeneration,
                ["lastTransitionTime"] = condition.LastTransitionTime,
            }),
        },
        cancellationToken);

    /// <summary>Takes away the entry of a gateway that is silent; nothing happens when the object is no more as it was seen.</summary>
    /// <exception cref="ClusterException">It isn't taken away.</exception>
    public async Task RemoveEntryAsync(CommitPolicy seen, CommitPolicyEntry entry, CancellationToken cancellationToken)
    {
        var index = seen.Entries.ToList().IndexOf(entry).ToString(CultureInfo.InvariantCulture);
        JsonArray patch =
        [
            Operation("test", "/metadata/resourceVersion", seen.ResourceVersion),
            Operation("test", $"/status/gateways/{index}/name", entry.Name),
            Operation("remove", $"/status/gateways/{index}", null),
        ];
        using var _ = await api.AskAsync(
            HttpMethod.Patch, Reference.StatusPath, ("application/json-patch+json", Octets(patch)), cancellationToken);
    }

    private async Task ApplyAsync(string manager, string uid, JsonObject status, CancellationToken cancellationToken)
    {
        JsonObject wanted = new()
        {
            ["apiVersion"] = $"{CommitPolicyReference.Group}/{CommitPolicyReference.Version}",
            ["kind"] = CommitPolicyReference.Kind,

            // With the uid nothing is written into another object of the same name.
            ["metadata"] = new JsonObject { ["name"] = Reference.Name, ["namespace"] = Reference.Namespace, ["uid"] = uid },
            ["status"] = status,
        };
        var path = $"{Reference.StatusPath}?fieldManager={manager}&force=true";
        using var _ = await api.AskAsync(HttpMethod.Patch, path, ("application/apply-patch+yaml", Octets(wanted)), cancellationToken);
    }

    private CommitPolicyChange? ChangeOf(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object || !line.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String
            || !line.TryGetProperty("object", out var item) || item.ValueKind != JsonValueKind.Object)
        {
            throw Unreadable();
        }

        switch (type.GetString())
        {
            case "BOOKMARK":
                return new CommitPolicyChange(true, null, VersionOf(item) ?? throw Unreadable());
            case "ADDED" or "MODIFIED":
                return NameOf(item) != Reference.Name ? null : new CommitPolicyChange(false, CommitPolicy.Read(item), VersionOf(item)!);
            case "DELETED":
                return NameOf(item) != Reference.Name ? null : new CommitPolicyChange(false, null, VersionOf(item) ?? throw Unreadable());
            case "ERROR":
                var code = item.TryGetProperty("code", out var number) && number.TryGetInt32(out var value) && value is >= 100 and <= 599 ? value : 500;
                throw ClusterException.Refused((HttpStatusCode)code);
            default:
                throw Unreadable();
        }
    }

    /// <summary>A manager's name has at most 128 characters, as many as a gateway's has by itself.</summary>
    private static string ManagerOf(string gateway) =>
        "signet-gateway-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(gateway)))[..24];

    private static JsonObject Operation(string op, string path, string? value)
    {
        JsonObject operation = new() { ["op"] = op, ["path"] = path };
        if (value is not null)
        {
            operation["value"] = value;
        }

        return operation;
    }

    private static byte[] Octets(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static string? NameOf(JsonElement item) => MetadataOf(item, "name");

    private static string? VersionOf(JsonElement item) => MetadataOf(item, "resourceVersion") is { Length: > 0 and <= 256 } version ? version : null;

    private static string? MetadataOf(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ClusterException Unreadable() => new("The API server's answer can't be read.");
}
