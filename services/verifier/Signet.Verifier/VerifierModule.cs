using Microsoft.Extensions.DependencyInjection;
using Signet.Messaging;
using Signet.Storage;
using Signet.Verifier.Publishing;

namespace Signet.Verifier;

/// <summary>The verifier as a module of a host.</summary>
public static class VerifierModule
{
    /// <summary>
    /// Adds the verifier as a service that runs once an interval. Needs what <see cref="AddVerifierRun"/> does.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddVerifier(this IServiceCollection services, VerifierOptions options)
    {
        services.AddVerifierRun(options);
        services.AddHostedService<VerifierWorker>();
        return services;
    }

    /// <summary>
    /// Adds a <see cref="VerifierRun"/>, for whoever starts it. Needs an <c>ISegmentReader</c> and an <c>IDerivedReader</c>, which should be
    /// unable to write, an <see cref="IVerifierMemory"/>, a <c>TimeProvider</c> and signet's defaults; tells the log itself of what it found
    /// where it has a key to sign that with, an <see cref="IVerificationLog"/> and an <see cref="IProducerEnrolment"/>.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddVerifierRun(this IServiceCollection services, VerifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton<LastOutcome>();
        services.AddSingleton<OutcomePublisher>();
        services.AddSingleton<IOutcomeSink>(new ReportFiles(options.Files));
        if (options.Kubernetes is { } cluster)
        {
            services.AddSingleton<IOutcomeSink>(new KubernetesEvents(cluster));
        }

        if (options.Signing is { } signing)
        {
            services.AddSingleton<IOutcomeSink>(provider => new VerificationEntries(
                provider.GetRequiredService<IVerificationLog>(), provider.GetRequiredService<IProducerEnrolment>(), options.Trust.LogId, signing));
        }

        services.AddSingleton(provider => new LogCheck(
            provider.GetRequiredService<ISegmentReader>(), provider.GetRequiredService<IDerivedReader>(),
            provider.GetRequiredService<IVerifierMemory>(), options, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new VerifierRun(
            provider.GetRequiredService<LogCheck>(), options, provider.GetRequiredService<OutcomePublisher>(),
            provider.GetRequiredService<IVerifierMemory>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
