using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Signet.EndToEndTests.Telemetry;

/// <summary>An OpenTelemetry collector that keeps what it gets by OTLP over HTTP.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = [];

    private Collector(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What was sent so far, in order.</summary>
    public IReadOnlyList<(string Path, byte[] Body)> Received => [.. _received];

    /// <summary>All spans so far.</summary>
    public IReadOnlyList<Span> Spans => [.. _received.Where(request => request.Path == "/v1/traces").SelectMany(request => OtlpSpans.Read(request.Body))];

    public static async Task<Collector> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.TakeAsync);
        await collector._app.StartAsync(cancellationToken);
        return collector;
    }

    /// <summary>What makes a process send its telemetry here, spans after a tenth of a second.</summary>
    public Dictionary<string, string> Environment => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.AbsoluteUri,
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        _received.Enqueue((http.Request.Path.Value!, body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }
}
