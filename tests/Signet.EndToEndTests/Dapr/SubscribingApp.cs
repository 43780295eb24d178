using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Signet.EndToEndTests.Dapr;

/// <summary>An app beside a sidecar that keeps what it is delivered, and answers as a test likes.</summary>
internal sealed class SubscribingApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _probes;

    private SubscribingApp(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>What it says of its health.</summary>
    public bool IsHealthy { get; set; } = true;

    /// <summary>How often its health was asked for.</summary>
    public int Probes => Volatile.Read(ref _probes);

    /// <summary>The bodies delivered, in order.</summary>
    public ConcurrentQueue<JsonNode> Bodies { get; } = new();

    /// <summary>The token that the last delivery showed.</summary>
    public string? LastToken { get; private set; }

    public static async Task<SubscribingApp> StartAsync(string topic, bool isBulk, Func<int, JsonNode, (HttpStatusCode Status, string Body)> answer, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var app = new SubscribingApp(web);
        web.MapGet("/dapr/subscribe", () => Results.Text(
            $$$"""[{"pubsubname":"auditbus","topic":"{{{topic}}}","route":"/in","bulkSubscribe":{"enabled":{{{(isBulk ? "true" : "false")}}},"maxMessagesCount":100,"maxAwaitDurationMs":20}}]""",
            "application/json"));
        web.MapPost("/in", async (HttpContext context) =>
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
            app.LastToken = context.Request.Headers["dapr-api-token"];
            app.Bodies.Enqueue(body);
            var (status, text) = answer(app.Bodies.Count, body);
            context.Response.StatusCode = (int)status;
            await context.Response.WriteAsync(text, context.RequestAborted);
        });
        web.MapGet("/healthz", () =>
        {
            Interlocked.Increment(ref app._probes);
            return Results.StatusCode(app.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        web.MapPost("/echo", (HttpContext context) => Results.Stream(context.Request.Body, context.Request.ContentType));
        await web.StartAsync(cancellationToken);
        return app;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
