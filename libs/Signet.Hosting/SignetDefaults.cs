using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using Signet.Hosting.Management;
using Signet.Hosting.Telemetry;

namespace Signet.Hosting;

/// <summary>What every signet service shares.</summary>
public static class SignetDefaults
{
    private const int MaxHeaderOctets = 32 * 1024;
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Adds the clock, metrics, health checks, logging and Kestrel's limits. Telling the ports apart is
    /// <see cref="SignetListenersRegistration.AddSignetListeners"/>.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="serviceName">As it stands in health answers and in metrics: a short name of the project's own.</param>
    public static IHostApplicationBuilder AddSignetDefaults(this IHostApplicationBuilder builder, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(serviceName);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton(new ServiceIdentity(serviceName, InformationalVersion()));
        AddLogging(builder.Logging);
        AddMetrics(builder.Services);
        builder.Services.AddHealthChecks();
        builder.Services.Configure<KestrelServerOptions>(Limit);
        return builder;
    }

    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });

        // At Information these write request lines and outgoing addresses, whose queries are the callers' content.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }

    private static void AddMetrics(IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<SignetMetrics>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(SignetMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter(exporter =>
            {
                // A scrape shows what has happened, not what the scrape before it saw.
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderOctets;
        kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
    }

    private static string InformationalVersion() =>
        typeof(SignetDefaults).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
