using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Signet.Testing.Cluster;

/// <summary>As much of an API server as Leases need: get, create and update over real HTTP, with versions and everything that can go wrong.</summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    private const string Path = "/apis/coordination.k8s.io/v1/namespaces/signet/leases";

    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private JsonNode? _lease;
    private int _version;

    private FakeApiServer(WebApplication app) => _app = app;

    /// <summary>Where it answers.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>What comes before an answer; true when it took the answer's place.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>A copy of the Lease as it is.</summary>
    public JsonNode? Lease
    {
        get
        {
            lock (_lock)
            {
                return _lease?.DeepClone();
            }
        }
    }

    /// <summary>Starts one for the namespace <c>signet</c>, on loopback without a word of TLS.</summary>
    public static Task<FakeApiServer> StartAsync() => StartAsync(kestrel => kestrel.Listen(IPAddress.Loopback, 0), null);

    /// <summary>Starts one that shows <paramref name="certificate"/> and answers whoever shows <paramref name="token"/>.</summary>
    public static Task<FakeApiServer> StartAsync(IPAddress address, X509Certificate2 certificate, string token) =>
        StartAsync(kestrel => kestrel.Listen(address, 0, listen => listen.UseHttps(certificate)), $"Bearer {token}");

    private static async Task<FakeApiServer> StartAsync(Action<KestrelServerOptions> listen, string? authorization)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(listen);
        var app = builder.Build();
        var server = new FakeApiServer(app);
        app.Use(async (context, next) =>
        {
            if (authorization is not null && context.Request.Headers.Authorization != authorization)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            if (server.Fault is not { } fault || !await fault(context))
            {
                await next(context);
            }
        });
        app.MapGet(Path + "/{name}", server.Get);
        app.MapPost(Path, (Delegate)server.CreateAsync);
        app.MapPut(Path + "/{name}", (Delegate)server.ReplaceAsync);
        await app.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Get()
    {
        lock (_lock)
        {
            return _lease is null ? Fail(HttpStatusCode.NotFound) : Results.Text(_lease.ToJsonString(), "application/json");
        }
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var wanted = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!;
        lock (_lock)
        {
            return _lease is not null ? Fail(HttpStatusCode.Conflict) : Keep(wanted, StatusCodes.Status201Created);
        }
    }

    private async Task<IResult> ReplaceAsync(HttpContext context)
    {
        var wanted = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!;
        lock (_lock)
        {
            return _lease is null
                ? Fail(HttpStatusCode.NotFound)
                : (string?)wanted["metadata"]!["resourceVersion"] is { } version && version != (string?)_lease["metadata"]!["resourceVersion"]
                    ? Fail(HttpStatusCode.Conflict)
                    : Keep(wanted, StatusCodes.Status200OK);
        }
    }

    private IResult Keep(JsonNode lease, int status)
    {
        lease["metadata"]!["resourceVersion"] = $"{++_version}";
        _lease = lease;
        return Results.Text(lease.ToJsonString(), "application/json", statusCode: status);
    }

    private static IResult Fail(HttpStatusCode status) => Results.Text(
        $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"what a server says","code":{{(int)status}}}""", "application/json", statusCode: (int)status);
}
