using System.Text.Json;

namespace Signet.Auditor;

/// <summary>
/// The subscription that the auditor asks its Dapr sidecar for. It says the same as the declarative one in
/// <c>deploy/dapr/subscription.yaml</c>; use one of the two.
/// </summary>
public sealed class DaprSubscriptionOptions
{
    /// <summary>The path that deliveries are posted to, of either subscription.</summary>
    public const string Route = "/events";

    /// <summary>The most events in one delivery: no more than the component's concurrency, or every delivery waits in vain.</summary>
    public const int MaxMessages = 100;

    /// <summary>How long in milliseconds a sidecar waits for a delivery to fill.</summary>
    public const int MaxAwaitMilliseconds = 10;

    /// <summary>The pub/sub component: 1 to 128 characters.</summary>
    public string PubSub { get; init; } = "auditbus";

    /// <summary>The topic: 1 to 128 characters.</summary>
    public string Topic { get; init; } = "commit-events";

    internal bool IsValid => PubSub.Length is > 0 and <= 128 && Topic.Length is > 0 and <= 128;

    /// <summary>As <c>GET /dapr/subscribe</c> answers it.</summary>
    internal byte[] ToJson()
    {
        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartArray();
            json.WriteStartObject();
            json.WriteString("pubsubname"u8, PubSub);
            json.WriteString("topic"u8, Topic);
            json.WriteString("route"u8, Route);
            json.WriteStartObject("bulkSubscribe"u8);
            json.WriteBoolean("enabled"u8, true);
            json.WriteNumber("maxMessagesCount"u8, MaxMessages);
            json.WriteNumber("maxAwaitDurationMs"u8, MaxAwaitMilliseconds);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return output.ToArray();
    }
}
