using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signet.DaprSidecar;

/// <summary>The CloudEvent that a sidecar makes of what is published. Members are sorted, as daprd writes them.</summary>
internal static class Envelope
{
    private const string CloudEventMediaType = "application/cloudevents+json";

    public static byte[] Write(
        SidecarOptions options, string topic, ReadOnlyMemory<byte> data, string mediaType, IReadOnlyDictionary<string, string> metadata)
    {
        SortedDictionary<string, JsonNode?> members = new(StringComparer.Ordinal);
        if (mediaType == CloudEventMediaType)
        {
            foreach (var (name, value) in JsonNode.Parse(data.Span)!.AsObject())
            {
                members[name] = value?.DeepClone();
            }
        }
        else
        {
            members["id"] = metadata.GetValueOrDefault("cloudevent.id") ?? Guid.NewGuid().ToString();
            members["datacontenttype"] = mediaType;
            if (mediaType == "application/json")
            {
                members["data"] = JsonNode.Parse(data.Span);
            }
            else
            {
                members["data_base64"] = Convert.ToBase64String(data.Span);
            }
        }

        members.TryAdd("source", metadata.GetValueOrDefault("cloudevent.source") ?? options.AppId);
        members.TryAdd("type", metadata.GetValueOrDefault("cloudevent.type") ?? "com.dapr.event.sent");
        members.TryAdd("specversion", "1.0");
        members.TryAdd("time", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        members["topic"] = topic;
        members["pubsubname"] = options.PubSub;
        return JsonSerializer.SerializeToUtf8Bytes(members);
    }
}
