using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Signet.Hosting.Management;
using Signet.Hosting.Telemetry;
using Signet.Messaging;

namespace Signet.Anchorer;

/// <summary>Registers the anchorer.</summary>
public static class AnchorerModule
{
    /// <summary>
    /// Adds the worker. It needs an <see cref="IAnchorLog"/>, and with witnesses an <see cref="IWitnessedLog"/>; an
    /// <see cref="IAnchorObserver"/> and a <see cref="TimeProvider"/> are used where registered. In a process that also runs the auditor it has
    /// to be added after it: hosted services stop in reverse order, and the last round at shutdown needs an auditor that still takes it.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static IServiceCollection AddAnchorer(this IServiceCollection services, AnchorerOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IAnchorObserver>(provider =>
            provider.GetService<SignetMetrics>() is { } metrics ? new AnchorMetrics(metrics) : new SilentAnchorObserver());
        services.AddSingleton(options);
        services.AddSingleton<TsaClient>();
        services.AddSingleton<AnchorLag>();
        services.AddSingleton<AnchorWatch>();
        services.AddSingleton<AnchorRound>();
        services.AddHostedService<AnchorWorker>();
        if (options.Witnesses.Count > 0)
        {
            services.AddHostedService<WitnessWorker>();
        }

        services.AddHealthChecks().AddCheck<AnchorerHealth>("anchorer", tags: [ReadinessTag.Name]);
        return services;
    }
}
