using System.Buffers;
using System.Text.Json;
using Signet.Policy.Owners;

namespace Signet.Gateway.Cluster.Workloads;

/// <summary>Has the cluster's API server look at a token: at its signature, and whether its pod and service account are still there.</summary>
internal sealed class TokenReviewer(ClusterApi api)
{
    private const string Path = "apis/authentication.k8s.io/v1/tokenreviews";

    /// <summary>True when the API server vouches for what the token says.</summary>
    /// <param name="token">The token.</param>
    /// <param name="said">Whom it names.</param>
    /// <param name="audience">Whom it must be for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClusterException">The API server doesn't say.</exception>
    public async Task<bool> VouchesAsync(string token, WorkloadIdentity said, string audience, CancellationToken cancellationToken)
    {
        using var answer = await api.AskAsync(HttpMethod.Post, Path, ("application/json", Review(token, audience)), cancellationToken);
        var root = answer.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Object)
        {
            throw new ClusterException("The API server's answer is no TokenReview.");
        }

        // An API server that doesn't know audiences leaves them out, and then has looked at its own alone.
        return status.TryGetProperty("authenticated", out var authenticated) && authenticated.ValueKind == JsonValueKind.True
            && Texts(status, "audiences").Contains(audience)
            && status.TryGetProperty("user", out var user) && user.ValueKind == JsonValueKind.Object && Names(user, said);
    }

    private static bool Names(JsonElement user, WorkloadIdentity said)
    {
        if (!user.TryGetProperty("username", out var name) || name.ValueKind != JsonValueKind.String || !name.ValueEquals(said.User))
        {
            return false;
        }

        return !user.TryGetProperty("extra", out var extra) || extra.ValueKind != JsonValueKind.Object
            || (Agrees(extra, "authentication.kubernetes.io/pod-name", said.Pod) && Agrees(extra, "authentication.kubernetes.io/pod-uid", said.PodUid));
    }

    private static bool Agrees(JsonElement extra, string name, string? said) =>
        !extra.TryGetProperty(name, out _) || Texts(extra, name).SequenceEqual(said is null ? [] : [said]);

    private static IEnumerable<string> Texts(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)
            : [];

    private static ReadOnlyMemory<byte> Review(string token, string audience)
    {
        ArrayBufferWriter<byte> output = new(token.Length + 256);
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteString("apiVersion", "authentication.k8s.io/v1");
        json.WriteString("kind", "TokenReview");
        json.WriteStartObject("spec");
        json.WriteString("token", token);
        json.WriteStartArray("audiences");
        json.WriteStringValue(audience);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }
}
