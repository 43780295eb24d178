using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Cli.AllInOne;
using Signet.Ledger.Anchors;

namespace Signet.Anchorer.Tests;

/// <summary>The development authority under a name of its own on a loopback port, well-behaved until told otherwise.</summary>
internal sealed class FakeTsa : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DevelopmentTsa _tsa;
    private readonly string _directory = Directory.CreateTempSubdirectory("signet-fake-tsa-").FullName;

    private FakeTsa(string name, TimeProvider time)
    {
        _tsa = DevelopmentTsa.LoadOrCreate(_directory, time);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            if (context.Request.Path != "/tsa")
            {
                Interlocked.Increment(ref _elsewhere);
            }

            using var query = new MemoryStream();
            await context.Request.Body.CopyToAsync(query);
            Queries.Enqueue(query.ToArray());
            query.Position = 0;
            context.Request.Body = query;
            await (Misbehave?.Invoke(context) ?? next(context));
        });
        _app.MapDevelopmentTsa(_tsa);
        Trust = new TsaTrust(name, _tsa.Trust.Roots, DevelopmentTsa.Policy);
    }

    private int _elsewhere;

    public TsaTrust Trust { get; }

    public TsaEndpoint Endpoint => new(new Uri(_app.Urls.Single() + "/tsa"), Trust);

    public ConcurrentQueue<byte[]> Queries { get; } = new();

    public int Elsewhere => Volatile.Read(ref _elsewhere);

    /// <summary>What happens instead of an answer; a null task lets the authority answer after all.</summary>
    public Func<HttpContext, Task?>? Misbehave { get; set; }

    public static async Task<FakeTsa> StartAsync(string name, TimeProvider time)
    {
        var tsa = new FakeTsa(name, time);
        await tsa._app.StartAsync();
        return tsa;
    }

    public byte[] Respond(byte[] query) => _tsa.Respond(query);

    public static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public static Task Reply(HttpContext context, byte[] body, string type = "application/timestamp-reply")
    {
        context.Response.ContentType = type;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    public static Task Hang(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        context.RequestAborted.Register(gone.SetResult);
        return gone.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _tsa.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
