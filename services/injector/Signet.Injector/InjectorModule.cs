using System.Net.Security;
using System.Security.Authentication;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Signet.Hosting.Management;
using Signet.Injector.Admission;
using Signet.Injector.Certificates;
using Signet.Injector.Injecting;

namespace Signet.Injector;

/// <summary>The injector as a module of a host: a mutating admission webhook, and what keeps its certificate.</summary>
public static class InjectorModule
{
    /// <summary>Where an API server asks about pods that may have the label themselves.</summary>
    public const string PodPath = "/inject";

    /// <summary>Where it asks about pods of namespaces with the label.</summary>
    public const string NamespacePath = "/inject/namespace";

    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, string> NoLabels = [];
    private static readonly Dictionary<string, string> EnabledLabels = new() { [PodKeys.Inject] = PodKeys.Enabled };

    /// <summary>Adds the injector. Needs signet's defaults.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="settings">What to inject.</param>
    /// <param name="cluster">The cluster that the certificate is kept in; not needed when others keep it in a folder.</param>
    /// <exception cref="InvalidOperationException">A setting of the certificate's is missing or out of range.</exception>
    public static IServiceCollection AddInjector(
        this IServiceCollection services, InjectorSettings settings, KubernetesClientConfiguration? cluster)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        var certificate = settings.Certificate;
        if (certificate.Namespace.Length == 0)
        {
            certificate.Namespace = cluster?.Namespace ?? "";
        }

        certificate.Validate();
        services.AddSingleton(settings);
        services.AddSingleton(certificate);
        services.AddSingleton<ServingCertificate>();
        services.AddSingleton<ReviewEndpoint>();
        services.AddHealthChecks().AddCheck<CertificateHealth>("certificate", tags: [ReadinessTag.Name]);
        if (certificate.Folder.Length > 0)
        {
            return services.AddHostedService<CertificateFiles>();
        }

        services.AddSingleton<IKubernetes>(new Kubernetes(cluster ?? throw new InvalidOperationException("There is no cluster to keep the certificate in.")));
        services.AddSingleton<ICertificateStore, KubernetesCertificates>();
        return services.AddHostedService<CertificateKeeper>();
    }

    /// <summary>Serves a port over TLS with the certificate that is kept.</summary>
    public static void UseInjectorCertificate(ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        var serving = listen.ApplicationServices.GetRequiredService<ServingCertificate>();
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakeTimeout,
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = serving.Context ?? throw new AuthenticationException("There is no certificate yet."),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            }),
        });
    }

    /// <summary>Maps the webhook.</summary>
    public static void MapInjector(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var reviews = endpoints.ServiceProvider.GetRequiredService<ReviewEndpoint>();
        endpoints.MapPost(PodPath, (RequestDelegate)(context => reviews.InvokeAsync(context, NoLabels)));
        endpoints.MapPost(NamespacePath, (RequestDelegate)(context => reviews.InvokeAsync(context, EnabledLabels)));
    }
}
