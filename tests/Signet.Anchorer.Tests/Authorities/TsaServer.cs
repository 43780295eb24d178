using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Signet.Anchorer.Tests.Authorities;

/// <summary>An HTTP responder on a loopback port that answers a time-stamp request with whatever a test makes of it.</summary>
internal sealed class TsaServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TsaServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public static Task<TsaServer> StartAsync(Func<byte[], byte[]> answer, CancellationToken cancellationToken) => StartAsync(
        async (http, query) =>
        {
            http.Response.ContentType = "application/timestamp-reply";
            await http.Response.Body.WriteAsync(answer(query), http.RequestAborted);
        },
        cancellationToken);

    public static async Task<TsaServer> StartAsync(Func<HttpContext, byte[], Task> answer, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/", async (HttpContext http) =>
        {
            using var query = new MemoryStream();
            await http.Request.Body.CopyToAsync(query, http.RequestAborted);
            await answer(http, query.ToArray());
        });
        await app.StartAsync(cancellationToken);
        return new TsaServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
