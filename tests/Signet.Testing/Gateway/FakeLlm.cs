using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Signet.Testing.Gateway;

/// <summary>An upstream on a real socket that answers as a test says and remembers what it was asked.</summary>
public sealed class FakeLlm : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeLlm(WebApplication app) => _app = app;

    public RequestDelegate Answer { get; set; } = context => RespondAsync(context, 200, "application/json", """{"choices":[]}""");

    public ConcurrentQueue<UpstreamCall> Calls { get; } = [];

    public Uri BaseAddress => new(_app.Urls.First() + "/v1");

    public static async Task<FakeLlm> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var fake = new FakeLlm(app);
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var call = new UpstreamCall(
                context.Request.Method,
                context.Request.Path,
                context.Request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray());
            fake.Calls.Enqueue(call);
            context.Features.Set(call);
            await fake.Answer(context);
        });
        await app.StartAsync();
        return fake;
    }

    public static async Task RespondAsync(HttpContext context, int status, string contentType, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body);
    }

    /// <summary>Answers with the octets of a stream, flushed piece by piece.</summary>
    public static RequestDelegate Stream(params IEnumerable<byte[]> pieces) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in pieces)
        {
            await context.Response.Body.WriteAsync(piece);
            await context.Response.Body.FlushAsync();
        }
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
