using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Signet.Testing.Cluster;

/// <summary>
/// As much of an API server as <c>kubectl</c> and <c>helm</c> need: it keeps every object that it is given, of the kinds that it has. It runs nothing,
/// judges nothing, and fills in nothing; pods have succeeded as soon as they are there. A strategic patch is merged as a plain one is.
/// </summary>
public sealed class FakeCluster : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private readonly Dictionary<ClusterPath, JsonObject> _objects = [];
    private readonly List<(ClusterPath Path, string Type, JsonObject Item)> _changes = [];

    private FakeCluster(WebApplication app) => _app = app;

    /// <summary>Where it answers.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>A configuration for its clients, as JSON, which is YAML.</summary>
    public string Kubeconfig => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Config",
        ["current-context"] = "test",
        ["clusters"] = new JsonArray(new JsonObject { ["name"] = "test", ["cluster"] = new JsonObject { ["server"] = Address } }),
        ["contexts"] = new JsonArray(new JsonObject { ["name"] = "test", ["context"] = new JsonObject { ["cluster"] = "test", ["user"] = "test" } }),
        ["users"] = new JsonArray(new JsonObject { ["name"] = "test", ["user"] = new JsonObject() }),
    }.ToJsonString();

    /// <summary>Starts one without any object, on loopback without TLS.</summary>
    public static async Task<FakeCluster> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var cluster = new FakeCluster(builder.Build());
        cluster._app.Run(cluster.AnswerAsync);
        await cluster._app.StartAsync();
        return cluster;
    }

    /// <summary>A copy of the object at a path of the API, such as <c>/api/v1/namespaces/signet</c>; null where there is none.</summary>
    public JsonObject? Find(string path)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(ClusterPath.Read(path)!)?.DeepClone().AsObject();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (ClusterKinds.Describe(request.Path) is { } description)
        {
            await WriteAsync(context, 200, description);
        }
        else if (ClusterPath.Read(request.Path) is not { } path || ClusterKinds.KindOf(path.Version, path.Resource) is not { } kind)
        {
            await FailAsync(context, 404, "NotFound");
        }
        else if (request.Query["watch"].ToString() is "true" or "1")
        {
            await WatchAsync(context, path, kind);
        }
        else if (HttpMethods.IsGet(request.Method) && path.Name.Length == 0)
        {
            await WriteAsync(context, 200, List(path, kind, request));
        }
        else
        {
            var body = await ReadAsync(request);
            var (status, answer) = Do(request.Method, path, kind, body, request.ContentType ?? "");
            await (answer is null ? FailAsync(context, status, status == 409 ? "AlreadyExists" : "NotFound") : WriteAsync(context, status, answer));
        }
    }

    private static async Task<JsonObject?> ReadAsync(HttpRequest request)
    {
        using var octets = new MemoryStream();
        await request.Body.CopyToAsync(octets);
        return octets.Length == 0 ? null
            : request.ContentType == ClusterProtobuf.MediaType ? ClusterProtobuf.Read(octets.ToArray())
            : JsonNode.Parse(octets.ToArray())!.AsObject();
    }

    private (int Status, JsonObject? Answer) Do(string method, ClusterPath path, string kind, JsonObject? body, string type)
    {
        lock (_lock)
        {
            if (method == HttpMethods.Post)
            {
                path = path with { Name = (string)body!["metadata"]!["name"]! };
                return _objects.ContainsKey(path) ? (409, null) : (201, Keep(path, kind, body, "ADDED"));
            }

            var isThere = _objects.TryGetValue(path, out var item);
            if (method == HttpMethods.Patch && (isThere || type.StartsWith("application/apply-patch", StringComparison.Ordinal)))
            {
                var merged = item?.DeepClone().AsObject() ?? [];
                Merge(merged, body!);
                return (isThere ? 200 : 201, Keep(path, kind, merged, isThere ? "MODIFIED" : "ADDED"));
            }

            if (!isThere)
            {
                return (404, null);
            }

            if (method == HttpMethods.Put)
            {
                return (200, Keep(path, kind, body!, "MODIFIED"));
            }

            if (method == HttpMethods.Delete)
            {
                _objects.Remove(path);
                _changes.Add((path, "DELETED", item!));
            }

            return (200, item!.DeepClone().AsObject());
        }
    }

    private JsonObject Keep(ClusterPath path, string kind, JsonObject item, string type)
    {
        (item["apiVersion"], item["kind"]) = (path.Version, kind);
        var metadata = item["metadata"]!.AsObject();
        if (path.Namespace.Length > 0)
        {
            metadata["namespace"] = path.Namespace;
        }

        metadata["uid"] ??= Guid.NewGuid().ToString();
        metadata["creationTimestamp"] ??= "2026-01-01T00:00:00Z";
        metadata["resourceVersion"] = $"{_changes.Count + 1}";
        if (kind == "Pod")
        {
            item["status"] = new JsonObject { ["phase"] = "Succeeded" };
        }

        _objects[path] = item;
        _changes.Add((path, type, item.DeepClone().AsObject()));
        return item.DeepClone().AsObject();
    }

    private JsonObject List(ClusterPath path, string kind, HttpRequest request)
    {
        lock (_lock)
        {
            var items = _objects.Where(pair => path.Lists(pair.Key) && Matches(pair.Value, request)).Select(pair => pair.Value.DeepClone()).ToArray();
            return new JsonObject
            {
                ["apiVersion"] = path.Version,
                ["kind"] = $"{kind}List",
                ["metadata"] = new JsonObject { ["resourceVersion"] = $"{_changes.Count}" },
                ["items"] = new JsonArray(items),
            };
        }
    }

    /// <summary>Tells of changes, from the version on that the request names, until the client has enough.</summary>
    private async Task WatchAsync(HttpContext context, ClusterPath path, string kind)
    {
        // Who asks for the initial events as well gets all changes that ever were, and is told where they end.
        var isInitial = context.Request.Query["sendInitialEvents"] == "true";
        var next = !isInitial && int.TryParse(context.Request.Query["resourceVersion"], out var version) ? version : 0;
        context.Response.ContentType = "application/json";
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _app.Lifetime.ApplicationStopping);
        try
        {
            while (true)
            {
                List<(ClusterPath Path, string Type, JsonObject Item)> news;
                lock (_lock)
                {
                    news = _changes[next..];
                    next = _changes.Count;
                }

                foreach (var change in news.Where(change => path.Lists(change.Path) && Matches(change.Item, context.Request)))
                {
                    var line = new JsonObject { ["type"] = change.Type, ["object"] = change.Item.DeepClone() };
                    await context.Response.WriteAsync(line.ToJsonString() + "\n", stopped.Token);
                }

                if (isInitial)
                {
                    isInitial = false;
                    await context.Response.WriteAsync(Bookmark(path, kind, next).ToJsonString() + "\n", stopped.Token);
                }

                await context.Response.Body.FlushAsync(stopped.Token);
                await Task.Delay(Beat, stopped.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The client went, or the server stops.
        }
    }

    private static JsonObject Bookmark(ClusterPath path, string kind, int version) => new()
    {
        ["type"] = "BOOKMARK",
        ["object"] = new JsonObject
        {
            ["apiVersion"] = path.Version,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["resourceVersion"] = $"{version}", ["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" } },
        },
    };

    /// <summary>By labels and by name, all of them equal.</summary>
    private static bool Matches(JsonObject item, HttpRequest request)
    {
        var metadata = item["metadata"]!;
        return Pairs("labelSelector").All(pair => (string?)metadata["labels"]?[pair[0]] == pair[1])
            && Pairs("fieldSelector").All(pair => pair[0] != "metadata.name" || (string?)metadata["name"] == pair[1]);

        IEnumerable<string[]> Pairs(string name) => request.Query[name].ToString().Split(',').Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2);
    }

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch.ToList())
        {
            if (value is JsonObject inner && into[name] is JsonObject own)
            {
                Merge(own, inner);
            }
            else if (value is null)
            {
                into.Remove(name);
            }
            else
            {
                into[name] = value.DeepClone();
            }
        }
    }

    private static Task FailAsync(HttpContext context, int status, string reason) => WriteAsync(context, status, new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["message"] = $"{context.Request.Method} {context.Request.Path}: {reason}",
        ["reason"] = reason,
        ["code"] = status,
    });

    private static Task WriteAsync(HttpContext context, int status, JsonNode answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
