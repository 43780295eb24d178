using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Signet.Hosting.Management;
using Signet.Hosting.Telemetry;

namespace Signet.Hosting;

/// <summary>What every signet service shares.</summary>
public static class SignetDefaults
{
    private const string LogFormat = "LogFormat";
    private const int MaxHeaderOctets = 32 * 1024;
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Adds the clock, telemetry, health checks, logging and Kestrel's limits. Telling the ports apart is
    /// <see cref="SignetListenersRegistration.AddSignetListeners"/>.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="serviceName">As it stands in health answers and in metrics: a short name of the project's own.</param>
    public static IHostApplicationBuilder AddSignetDefaults(this IHostApplicationBuilder builder, string serviceName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(serviceName);
        MountedSettings.Add(builder.Configuration);
        builder.Services.TryAddSingleton(TimeProvider.System);
        ServiceIdentity service = new(serviceName, InformationalVersion());
        builder.Services.TryAddSingleton(service);
        AddLogging(builder);
        TelemetryExport.Add(builder, service);
        builder.Services.AddHealthChecks();
        builder.Services.Configure<KestrelServerOptions>(Limit);
        return builder;
    }

    private static void AddLogging(IHostApplicationBuilder builder)
    {
        ILoggingBuilder logging = builder.Logging;
        logging.ClearProviders();
        switch (builder.Configuration[LogFormat])
        {
            case null or "" or "text":
                logging.AddSimpleConsole(console =>
                {
                    console.SingleLine = true;
                    console.ColorBehavior = LoggerColorBehavior.Disabled;
                    Stamp(console);
                });
                break;
            case "json":
                logging.AddJsonConsole(Stamp);
                break;
            default:
                throw new InvalidOperationException($"The setting {LogFormat} is \"text\" or \"json\".");
        }

        // At Information these write request lines and outgoing addresses, whose queries are the callers' content.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
    }

    // Scopes hold request paths, which callers write.
    private static void Stamp(ConsoleFormatterOptions console) =>
        (console.UseUtcTimestamp, console.TimestampFormat, console.IncludeScopes) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", false);

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderOctets;
        kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
    }

    private static string InformationalVersion() =>
        typeof(SignetDefaults).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
