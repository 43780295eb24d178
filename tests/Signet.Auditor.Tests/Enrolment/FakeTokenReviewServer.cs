using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Signet.Auditor.Tests.Enrolment;

/// <summary>As much of an API server as TokenReviews need, over real HTTP.</summary>
internal sealed class FakeTokenReviewServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeTokenReviewServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>The last request's spec.</summary>
    public JsonNode? Asked { get; private set; }

    /// <summary>The status that is answered, or what takes the answer's place.</summary>
    public Func<HttpContext, Task<JsonNode?>> Answer { get; set; } = _ => Task.FromResult<JsonNode?>(null);

    public static async Task<FakeTokenReviewServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeTokenReviewServer(app);
        app.MapPost("/apis/authentication.k8s.io/v1/tokenreviews", (Delegate)server.ReviewAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>The status of a token that counts, for a test to change.</summary>
    public static JsonObject Status(string pod = "signet-gateway-0", string user = "system:serviceaccount:signet:signet-gateway", string audience = "signet-auditor") =>
        JsonNode.Parse($$"""
            {
              "authenticated": true,
              "audiences": ["{{audience}}"],
              "user": {
                "username": "{{user}}",
                "uid": "0d1e",
                "groups": ["system:serviceaccounts"],
                "extra": {
                  "authentication.kubernetes.io/pod-name": ["{{pod}}"],
                  "authentication.kubernetes.io/pod-uid": ["5b2b6c0e-94a1-4a63-b1d7-30a8d7f3a111"]
                }
              }
            }
            """)!.AsObject();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReviewAsync(HttpContext context)
    {
        Asked = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!["spec"];
        if (await Answer(context) is { } status)
        {
            context.Response.StatusCode = StatusCodes.Status201Created;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(new JsonObject
            {
                ["apiVersion"] = "authentication.k8s.io/v1",
                ["kind"] = "TokenReview",
                ["metadata"] = new JsonObject(),
                ["spec"] = Asked!.DeepClone(),
                ["status"] = status,
            }.ToJsonString());
        }
    }
}
