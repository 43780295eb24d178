using System.Text.Json;
using Signet.Hosting.Policies;

namespace Signet.Gateway.Cluster.Policies;

/// <summary>A policy as an object of the cluster, as far as a gateway needs it.</summary>
internal sealed record CommitPolicy
{
    /// <summary>The most gateways that a status names; the schema of the object says the same.</summary>
    public const int MaxEntries = 256;

    public required string Uid { get; init; }

    public required long Generation { get; init; }

    public required string ResourceVersion { get; init; }

    /// <summary>The policy document: <c>spec</c>, spelt in the one way that its digest is of; empty where it can't be spelt.</summary>
    public required ReadOnlyMemory<byte> Spec { get; init; }

    public IReadOnlyList<CommitPolicyEntry> Entries { get; init; } = [];

    public CommitPolicyCondition? Condition { get; init; }

    /// <summary>Reads an object; what gateways have said in it is left out where it can't be read.</summary>
    /// <exception cref="ClusterException">It is none.</exception>
    public static CommitPolicy Read(JsonElement item)
    {
        var metadata = Member(item, "metadata", JsonValueKind.Object);
        var spec = Member(item, "spec", JsonValueKind.Object);
        if (metadata is null || spec is null || Text(metadata, "uid") is not { Length: > 0 } uid
            || Text(metadata, "resourceVersion") is not { Length: > 0 } version || Whole(metadata, "generation") is not { } generation)
        {
            throw new ClusterException("The API server's answer is no CommitPolicy.");
        }

        byte[] octets;
        try
        {
            octets = CanonicalJson.Of(spec.Value);
        }
        catch (InvalidOperationException)
        {
            octets = [];
        }

        var status = Member(item, "status", JsonValueKind.Object);
        return new CommitPolicy
        {
            Uid = uid,
            Generation = generation,
            ResourceVersion = version,
            Spec = octets,
            Entries = [.. Items(status, "gateways").Take(MaxEntries).Select(Entry).OfType<CommitPolicyEntry>()],
            Condition = Items(status, "conditions").Select(Accepted).FirstOrDefault(condition => condition is not null),
        };
    }

    private static CommitPolicyEntry? Entry(JsonElement entry) => Text(entry, "name") is not { Length: > 0 } name ? null : new CommitPolicyEntry
    {
        Name = name,
        Sha256 = Text(entry, "sha256") ?? "",
        ObservedGeneration = Whole(entry, "observedGeneration") ?? 0,
        Accepted = entry.TryGetProperty("accepted", out var accepted) && accepted.ValueKind == JsonValueKind.True,
        Message = Text(entry, "message") ?? "",
        RenewTime = Text(entry, "renewTime") ?? "",
    };

    private static CommitPolicyCondition? Accepted(JsonElement condition) => Text(condition, "type") != CommitPolicyCondition.Type
        ? null
        : new CommitPolicyCondition
        {
            Status = Text(condition, "status") == "True",
            Reason = Text(condition, "reason") ?? "",
            Message = Text(condition, "message") ?? "",
            ObservedGeneration = Whole(condition, "observedGeneration") ?? 0,
            LastTransitionTime = Text(condition, "lastTransitionTime") ?? "",
        };

    private static IEnumerable<JsonElement> Items(JsonElement? parent, string name) => Member(parent, name, JsonValueKind.Array) is { } list
        ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
        : [];

    private static string? Text(JsonElement? parent, string name)
    {
        try
        {
            return Member(parent, name, JsonValueKind.String)?.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }

    private static long? Whole(JsonElement? parent, string name) =>
        Member(parent, name, JsonValueKind.Number) is { } number && number.TryGetInt64(out var value) ? value : null;

    private static JsonElement? Member(JsonElement? parent, string name, JsonValueKind kind) =>
        parent is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;
}
