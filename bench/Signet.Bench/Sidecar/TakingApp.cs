using System.Buffers;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Load.Brokers;

namespace Signet.Bench.Sidecar;

/// <summary>An app that takes every delivery at once, and keeps nothing.</summary>
internal sealed class TakingApp : IAsyncDisposable
{
    public const string Token = "a-token-of-the-bench-alone";

    private static readonly byte[] Subscriptions =
        """[{"pubsubname":"auditbus","topic":"commit-events","route":"/events","bulkSubscribe":{"enabled":true,"maxMessagesCount":100,"maxAwaitDurationMs":10}}]"""u8.ToArray();

    private readonly WebApplication _app;

    private TakingApp(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    public static async Task<TakingApp> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = LocalBroker.FreePort();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.MapGet("/dapr/config", () => Results.Bytes("{}"u8.ToArray(), "application/json"));
        app.MapGet("/dapr/subscribe", () => Results.Bytes(Subscriptions, "application/json"));
        app.MapPost("/events", TakeAsync);
        await app.StartAsync();
        return new TakingApp(app, port);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task TakeAsync(HttpContext http)
    {
        using var delivery = await JsonDocument.ParseAsync(http.Request.Body);
        var answer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(answer))
        {
            json.WriteStartObject();
            json.WriteStartArray("statuses");
            foreach (var entry in delivery.RootElement.GetProperty("entries").EnumerateArray())
            {
                json.WriteStartObject();
                json.WriteString("entryId", entry.GetProperty("entryId").GetString());
                json.WriteString("status", "SUCCESS");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        http.Response.ContentType = "application/json";
        await http.Response.BodyWriter.WriteAsync(answer.WrittenMemory);
    }
}
