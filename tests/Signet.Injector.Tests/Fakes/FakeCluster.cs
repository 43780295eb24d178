using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Signet.Injector.Tests.Fakes;

/// <summary>As much of an API server as the certificate needs, over real HTTP: one Secret, one webhook configuration, and versions that are checked.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private readonly JsonObject _secret = Parse("""
        {"apiVersion":"v1","kind":"Secret","type":"Opaque","metadata":{"name":"signet-injector","namespace":"signet","resourceVersion":"1","labels":{"kept":"yes"}}}
        """);

    private JsonObject _webhooks = Parse("""
        {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingWebhookConfiguration","metadata":{"name":"signet","resourceVersion":"1"},
         "webhooks":[{"name":"namespace.signet.dev","clientConfig":{"service":{"name":"signet-injector","namespace":"signet"}},"admissionReviewVersions":["v1"],"sideEffects":"None"},
                     {"name":"pod.signet.dev","clientConfig":{"service":{"name":"signet-injector","namespace":"signet"}},"admissionReviewVersions":["v1"],"sideEffects":"None"}]}
        """);

    private int _version = 1;

    private FakeCluster(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>A status that everything is answered with, or null.</summary>
    public int? Fault { get; set; }

    /// <summary>The status of the next write alone.</summary>
    public int? NextWrite { get; set; }

    public int Writes { get; private set; }

    public JsonObject Secret
    {
        get
        {
            lock (_lock)
            {
                return (JsonObject)_secret.DeepClone();
            }
        }
    }

    /// <summary>What each webhook trusts, as PEM; empty for nothing.</summary>
    public IReadOnlyList<string> Bundles
    {
        get
        {
            lock (_lock)
            {
                return [.. _webhooks["webhooks"]!.AsArray().Select(webhook =>
                    Encoding.UTF8.GetString(Convert.FromBase64String((string?)webhook!["clientConfig"]!["caBundle"] ?? "")))];
            }
        }
    }

    public static async Task<FakeCluster> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var cluster = new FakeCluster(app);
        app.Use((context, next) =>
        {
            if (cluster.Fault is not { } status)
            {
                return next(context);
            }

            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        const string secret = "/api/v1/namespaces/signet/secrets/signet-injector";
        const string webhooks = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/signet";
        app.MapGet(secret, () => cluster.Answer(cluster._secret));
        app.MapGet(webhooks, () => cluster.Answer(cluster._webhooks));
        app.MapPatch(secret, (Delegate)cluster.PatchSecretAsync);
        app.MapPatch(webhooks, (Delegate)cluster.PatchWebhooksAsync);
        await app.StartAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private IResult Answer(JsonObject value)
    {
        lock (_lock)
        {
            return Results.Text(value.ToJsonString(), "application/json");
        }
    }

    private async Task<IResult> PatchSecretAsync(HttpContext context)
    {
        Assert.Equal("application/merge-patch+json", context.Request.ContentType!.Split(';')[0]);
        var patch = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        lock (_lock)
        {
            if (Refused((string)patch["metadata"]!["resourceVersion"]! == (string)_secret["metadata"]!["resourceVersion"]!, 409) is { } refused)
            {
                return refused;
            }

            var data = _secret["data"] as JsonObject ?? [];
            foreach (var (key, value) in patch["data"]!.AsObject())
            {
                data.Remove(key);
                if (value is not null)
                {
                    data[key] = value.DeepClone();
                }
            }

            _secret["data"] = data.DeepClone();
            _secret["metadata"]!["resourceVersion"] = $"{++_version}";
            return Results.Text(_secret.ToJsonString(), "application/json");
        }
    }

    private async Task<IResult> PatchWebhooksAsync(HttpContext context)
    {
        Assert.Equal("application/json-patch+json", context.Request.ContentType!.Split(';')[0]);
        var patch = (await JsonNode.ParseAsync(context.Request.Body))!.AsArray();
        lock (_lock)
        {
            try
            {
                if (Refused(true, 409) is { } refused)
                {
                    return refused;
                }

                _webhooks = JsonPatch.Apply(_webhooks, patch);
            }
            catch (InvalidOperationException)
            {
                return Results.StatusCode(422);
            }

            _webhooks["metadata"]!["resourceVersion"] = $"{++_version}";
            return Results.Text(_webhooks.ToJsonString(), "application/json");
        }
    }

    private IResult? Refused(bool isCurrent, int status)
    {
        if (NextWrite is { } once)
        {
            NextWrite = null;
            return Results.StatusCode(once);
        }

        Writes++;
        return isCurrent ? null : Results.StatusCode(status);
    }
}
