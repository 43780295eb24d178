using Microsoft.Extensions.DependencyInjection;

namespace Signet.Verifier;

/// <summary>The verifier as a module of a host.</summary>
public static class VerifierModule
{
    /// <summary>
    /// Adds the verifier. Needs an <c>ISegmentReader</c> and an <c>IDerivedReader</c>, which should be unable to write, an
    /// <see cref="IVerifierMemory"/>, a <c>TimeProvider</c> and signet's defaults.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddVerifier(this IServiceCollection services, VerifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        services.AddSingleton(options);
        services.AddSingleton<LastReport>();
        services.AddHostedService<VerifierWorker>();
        return services;
    }
}
