using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Signet.Gateway.Tests.Cluster;

/// <summary>
/// As much of an API server as gateways need, over real HTTP: one CommitPolicy with list, watch, versions that are forgotten, server-side apply and
/// JSON Patch on its status; reviews of tokens; and everything that can go wrong.
/// </summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private const string Collection = "/apis/signet.dev/v1alpha1/namespaces/signet/commitpolicies";

    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private readonly List<Channel<string>> _watches = [];
    private readonly List<(int Version, string Line)> _history = [];
    private JsonObject? _policy;
    private int _version = 10;
    private int _oldest;

    private FakeCluster(WebApplication app) => _app = app;

    public KubernetesClientConfiguration Configuration => new() { Host = _app.Urls.Single(), Namespace = "signet", AccessToken = "own-token" };

    /// <summary>What comes before an answer; true when it took the answer's place.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>What the API server says of a token, as the status of its review.</summary>
    public Func<string, JsonObject> Review { get; set; } = _ => new JsonObject { ["authenticated"] = false };

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The tokens that were reviewed.</summary>
    public ConcurrentQueue<string> Reviewed { get; } = new();

    public JsonObject? Status
    {
        get
        {
            lock (_lock)
            {
                return _policy?["status"]?.DeepClone().AsObject();
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
        app.Use(async (context, next) =>
        {
            cluster.Asked.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            Assert.Equal("Bearer own-token", context.Request.Headers.Authorization);
            if (cluster.Fault is not { } fault || !await fault(context))
            {
                await next(context);
            }
        });
        app.MapGet(Collection, cluster.GetAsync);
        app.MapPatch(Collection + "/{name}/status", (Delegate)cluster.PatchAsync);
        app.MapPost("/apis/authentication.k8s.io/v1/tokenreviews", (Delegate)cluster.ReviewAsync);
        await app.StartAsync();
        return cluster;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>Stores another policy under the name <c>main</c>.</summary>
    public void Put(string spec)
    {
        lock (_lock)
        {
            var isNew = _policy is null;
            var generation = isNew ? 1 : (long)_policy!["metadata"]!["generation"]! + 1;
            _policy = new JsonObject
            {
                ["apiVersion"] = "signet.dev/v1alpha1",
                ["kind"] = "CommitPolicy",
                ["metadata"] = new JsonObject { ["name"] = "main", ["namespace"] = "signet", ["uid"] = "uid-1", ["generation"] = generation },
                ["spec"] = JsonNode.Parse(spec),
                ["status"] = _policy?["status"]?.DeepClone() ?? new JsonObject(),
            };
            Changed(isNew ? "ADDED" : "MODIFIED");
        }
    }

    public void Delete()
    {
        lock (_lock)
        {
            Changed("DELETED");
            _policy = null;
        }
    }

    /// <summary>Changes the status behind everybody's back.</summary>
    public void SetGateways(params JsonObject[] gateways)
    {
        lock (_lock)
        {
            _policy!["status"]!["gateways"] = new JsonArray([.. gateways]);
            Changed("MODIFIED");
        }
    }

    /// <summary>Forgets what has happened, and ends all watches.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _history.Clear();
            _oldest = ++_version;
        }

        EndWatches();
    }

    /// <summary>True while somebody watches.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_lock)
            {
                return _watches.Count > 0;
            }
        }
    }

    public void EndWatches()
    {
        lock (_lock)
        {
            _watches.ForEach(watch => watch.Writer.TryComplete());
            _watches.Clear();
        }
    }

    /// <summary>Sends a line to all watches as it stands.</summary>
    public void Say(string line)
    {
        lock (_lock)
        {
            _watches.ForEach(watch => watch.Writer.TryWrite(line));
        }
    }

    public static JsonObject Vouch(string user, params string[] audiences) => new()
    {
        ["authenticated"] = true,
        ["audiences"] = new JsonArray([.. audiences.Select(audience => JsonValue.Create(audience))]),
        ["user"] = new JsonObject { ["username"] = user },
    };

    private void Changed(string type)
    {
        _policy!["metadata"]!["resourceVersion"] = $"{++_version}";
        var line = new JsonObject { ["type"] = type, ["object"] = _policy.DeepClone() }.ToJsonString();
        _history.Add((_version, line));
        Say(line);
    }

    private async Task GetAsync(HttpContext context)
    {
        Assert.Equal("metadata.name=main", context.Request.Query["fieldSelector"]);
        if (context.Request.Query["watch"] == "true")
        {
            await WatchAsync(context);
            return;
        }

        string list;
        lock (_lock)
        {
            list = new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_version}" },
                ["items"] = _policy is null ? [] : new JsonArray(_policy.DeepClone()),
            }.ToJsonString();
        }

        await context.Response.WriteAsync(list);
    }

    private async Task WatchAsync(HttpContext context)
    {
        var from = int.Parse(context.Request.Query["resourceVersion"]!, System.Globalization.CultureInfo.InvariantCulture);
        var watch = Channel.CreateUnbounded<string>();
        lock (_lock)
        {
            if (from < _oldest)
            {
                watch.Writer.TryWrite("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}""");
                watch.Writer.Complete();
            }
            else
            {
                _history.Where(change => change.Version > from).ToList().ForEach(change => watch.Writer.TryWrite(change.Line));
                _watches.Add(watch);
            }
        }

        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        await foreach (var line in watch.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line + "\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private async Task<IResult> PatchAsync(HttpContext context)
    {
        var patch = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!;
        lock (_lock)
        {
            if (_policy is null)
            {
                return Results.StatusCode((int)HttpStatusCode.NotFound);
            }

            var status = _policy["status"]!.AsObject();
            if (context.Request.ContentType == "application/json-patch+json")
            {
                if ((string?)patch[0]!["value"] != (string?)_policy["metadata"]!["resourceVersion"])
                {
                    return Results.StatusCode((int)HttpStatusCode.UnprocessableEntity);
                }

                status["gateways"]!.AsArray().RemoveAt(int.Parse(((string)patch[2]!["path"]!).Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                Assert.Equal("application/apply-patch+yaml", context.Request.ContentType);
                Assert.Equal("uid-1", (string?)patch["metadata"]!["uid"]);
                var manager = (string)context.Request.Query["fieldManager"]!;
                Apply(status, "gateways", "name", patch["status"]!["gateways"], manager);
                Apply(status, "conditions", "type", patch["status"]!["conditions"], manager);
            }

            Changed("MODIFIED");
            return Results.Text(_policy.ToJsonString(), "application/json");
        }
    }

    // As server-side apply merges lists by their keys: what this manager had and doesn't name any more goes.
    private void Apply(JsonObject status, string list, string key, JsonNode? wanted, string manager)
    {
        var items = status[list]?.AsArray().Select(item => item!.DeepClone()).ToList() ?? [];
        var names = (wanted as JsonArray ?? []).Select(item => (string)item![key]!).ToHashSet();
        items.RemoveAll(item => names.Contains((string)item[key]!) || (_owned.TryGetValue((list, (string)item[key]!), out var owner) && owner == manager));
        foreach (var item in wanted as JsonArray ?? [])
        {
            _owned[(list, (string)item![key]!)] = manager;
            items.Add(item.DeepClone());
        }

        status[list] = new JsonArray([.. items]);
    }

    private readonly Dictionary<(string, string), string> _owned = [];

    private async Task<IResult> ReviewAsync(HttpContext context)
    {
        var review = (await JsonSerializer.DeserializeAsync<JsonNode>(context.Request.Body))!;
        var token = (string)review["spec"]!["token"]!;
        Reviewed.Enqueue(token);
        return Results.Text(new JsonObject { ["status"] = Review(token) }.ToJsonString(), "application/json", statusCode: 201);
    }
}
