using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signet.DaprSidecar;

/// <summary>The app beside the sidecar, over HTTP: its subscriptions, its health, deliveries, and what its answers mean.</summary>
internal sealed class AppChannel(SidecarOptions options, Statistics statistics) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{options.AppPort}"),
        Timeout = TimeSpan.FromMilliseconds(options.DeliverTimeoutMilliseconds),
    };

    /// <summary>What the app subscribes to; null while it doesn't listen.</summary>
    public async Task<Subscription?> ReadSubscriptionAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var config = await SendAsync(HttpMethod.Get, "/dapr/config", null, cancellationToken);
            using var answer = await SendAsync(HttpMethod.Get, "/dapr/subscribe", null, cancellationToken);
            var asked = answer.StatusCode == HttpStatusCode.OK
                ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!.AsArray()
                    .FirstOrDefault(item => (string?)item!["pubsubname"] == options.PubSub && (string?)item["topic"] == options.Topic)
                : null;
            if (asked is null)
            {
                return new Subscription(
                    options.Topic, options.Route, options.BulkMessages > 0, options.BulkMessages, TimeSpan.FromMilliseconds(options.BulkAwaitMilliseconds));
            }

            var bulk = asked["bulkSubscribe"];
            return new Subscription(
                options.Topic, (string)asked["route"]!, (bool?)bulk?["enabled"] ?? false, (int?)bulk?["maxMessagesCount"] ?? 100,
                TimeSpan.FromMilliseconds((int?)bulk?["maxAwaitDurationMs"] ?? 1_000));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(500);
        try
        {
            using var answer = await _client.GetAsync(new Uri("/healthz", UriKind.Relative), limit.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Delivers, and gives what the app did not take.</summary>
    public async Task<List<Message>> DeliverAsync(Subscription subscription, List<Message> messages, CancellationToken cancellationToken)
    {
        statistics.Delivered(messages.Count);
        try
        {
            return subscription.IsBulk
                ? await DeliverBulkAsync(subscription, messages, cancellationToken)
                : await DeliverSingleAsync(subscription, messages, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return messages;
        }
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Add("dapr-app-id", options.AppId);
        if (options.AppToken.Length > 0)
        {
            request.Headers.Add("dapr-api-token", options.AppToken);
        }

        return _client.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task<List<Message>> DeliverBulkAsync(Subscription subscription, List<Message> messages, CancellationToken cancellationToken)
    {
        var named = messages.ToDictionary(_ => Guid.NewGuid().ToString());
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("id", Guid.NewGuid());
            json.WriteString("type", "com.dapr.event.sent.bulk");
            json.WriteString("topic", subscription.Topic);
            json.WriteString("pubsubname", options.PubSub);
            json.WriteStartArray("entries");
            foreach (var (id, message) in named)
            {
                json.WriteStartObject();
                json.WriteString("entryId", id);
                json.WritePropertyName("event");
                json.WriteRawValue(message.Event);
                json.WritePropertyName("metadata");
                JsonSerializer.Serialize(json, message.Metadata);
                json.WriteString("contentType", "application/cloudevents+json");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        var content = new ByteArrayContent(body.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await SendAsync(HttpMethod.Post, subscription.Route, content, cancellationToken);
        var done = await ReadBulkAnswerAsync(answer, cancellationToken);
        return done is null ? [] : [.. named.Where(pair => !done.Contains(pair.Key)).Select(pair => pair.Value)];
    }

    /// <summary>The entries that are done with; null for all of them.</summary>
    private static async Task<HashSet<string>?> ReadBulkAnswerAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (!answer.IsSuccessStatusCode)
        {
            return [];
        }

        try
        {
            var statuses = JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))?["statuses"]?.AsArray() ?? [];
            return [.. statuses.Where(status => (string?)status!["status"] is "SUCCESS" or "" or "DROP").Select(status => (string)status!["entryId"]!)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private async Task<List<Message>> DeliverSingleAsync(Subscription subscription, List<Message> messages, CancellationToken cancellationToken)
    {
        var failed = new List<Message>();
        foreach (var message in messages)
        {
            var content = new ByteArrayContent(message.Event);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
            using var answer = await SendAsync(HttpMethod.Post, subscription.Route, content, cancellationToken);
            if (!await IsSingleDoneAsync(answer, cancellationToken))
            {
                failed.Add(message);
            }
        }

        return failed;
    }

    private static async Task<bool> IsSingleDoneAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return answer.StatusCode == HttpStatusCode.NotFound;
        }

        try
        {
            return (string?)JsonNode.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken))?["status"] is null or "SUCCESS" or "" or "DROP";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return true;
        }
    }
}
