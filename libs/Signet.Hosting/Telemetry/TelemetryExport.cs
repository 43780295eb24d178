using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Context.Propagation;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Signet.Hosting.Management;

namespace Signet.Hosting.Telemetry;

/// <summary>
/// Where telemetry goes. Metrics can always be scraped. Metrics, spans and log records are also pushed by OTLP once
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector; the other variables of OpenTelemetry's specification count as well.
/// </summary>
internal static class TelemetryExport
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// The most series of an instrument, whose room is taken when it is made. Labels are words of the project's own, a few hundred together
    /// at the most; those with names of models besides have the library's own limit.
    /// </summary>
    private const int MaxSeries = 500;

    private const string ByModel = "gen_ai.";

    public static void Add(IHostApplicationBuilder builder, ServiceIdentity service)
    {
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton<SignetMetrics>();
        var pushes = !string.IsNullOrEmpty(builder.Configuration[Endpoint]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                builder.Configuration["OTEL_SERVICE_NAME"] ?? service.Name, "signet", service.Version))
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter(SignetMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
                    .AddView(instrument => instrument.Name.StartsWith(ByModel, StringComparison.Ordinal)
                        ? null
                        : new MetricStreamConfiguration { CardinalityLimit = MaxSeries })
                    .AddPrometheusExporter(exporter =>
                    {
                        // A scrape shows what has happened, not what the scrape before it saw.
                        exporter.ScrapeResponseCacheDurationMilliseconds = 0;
                    });
                if (pushes)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (!pushes)
        {
            return;
        }

        // Baggage is whatever a caller writes into it: it isn't read, so that nobody can carry it on.
        Sdk.SetDefaultTextMapPropagator(new TraceContextPropagator());
        telemetry.WithTracing(tracing => tracing
            .AddSource(SignetTracing.SourceName)
            .AddAspNetCoreInstrumentation(requests =>
            {
                requests.RecordException = false;
                requests.Filter = http => http.Features.Get<ManagementConnection>() is null;
                requests.EnrichWithHttpRequest = Strip;
            })
            .AddOtlpExporter());
        builder.Logging.AddOpenTelemetry(logs => logs.AddOtlpExporter());
    }

    /// <summary>What a caller writes as he likes stays out of traces.</summary>
    private static void Strip(Activity span, HttpRequest request)
    {
        span.SetTag("url.query", null);
        span.SetTag("url.path", null);
        span.SetTag("user_agent.original", null);
    }
}
