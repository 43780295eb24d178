using System.Text;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Signet.Gateway.Cluster;
using Signet.Gateway.Cluster.Policies;
using Signet.Gateway.Cluster.Workloads;
using Signet.Gateway.Commits;
using Signet.Gateway.Flow;
using Signet.Gateway.Forwarding;
using Signet.Gateway.Surfaces;
using Signet.Gateway.Surfaces.ChatCompletions;
using Signet.Gateway.Surfaces.Completions;
using Signet.Gateway.Surfaces.Embeddings;
using Signet.Gateway.Surfaces.Messages;
using Signet.Gateway.Surfaces.Models;
using Signet.Gateway.Surfaces.Responses;
using Signet.Gateway.Tokens;
using Signet.Hosting.Telemetry;
using Signet.Messaging.Spool;
using Signet.Policy.Pipeline;

namespace Signet.Gateway;

/// <summary>
/// The gateway. A request takes this way: routing, preflight, surface, admission, record, upstream, gate, record, caller; see
/// <see cref="RequestHandler"/>, which reads in that order. The host brings what isn't the gateway's own: an
/// <c>ICommitTransport</c>, an <c>IProducerEnrolment</c> and a <see cref="GatewayPolicySource"/>.
/// </summary>
public static class GatewayModule
{
    /// <summary>Adds the gateway's services; options are validated when the host starts.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, Action<GatewayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddOptionsAndServer(configure).AddCommits().AddSurfaces().AddFlow();
    }

    /// <summary>
    /// Adds the gateway's services with options from a section of the configuration. A value that isn't of its option's type is an
    /// <see cref="InvalidOperationException"/> when the host starts.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddGateway(options =>
        {
            try
            {
                section.Bind(options);
            }
            catch (InvalidOperationException)
            {
                // Its message repeats the value, which may be an address with a password.
                throw new InvalidOperationException(
                    $"A setting of the section {GatewayOptions.Section} is not of its type: an address, a number, a duration, or true or false.");
            }
        });
    }

    /// <summary>Lets the gateway ask a cluster's API server which workload a token that a caller has sent belongs to.</summary>
    public static IServiceCollection AddGatewayCluster(this IServiceCollection services, KubernetesClientConfiguration cluster)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(cluster);
        return services.AddSingleton(provider => new ClusterApi(new Kubernetes(cluster), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Maps everything under <c>/v1</c>. What no surface names is refused and recorded, not passed on.</summary>
    public static IEndpointConventionBuilder MapGateway(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var handler = endpoints.ServiceProvider.GetRequiredService<RequestHandler>();
        return endpoints.Map("/v1/{**path}", handler.HandleAsync);
    }

    private static IServiceCollection AddOptionsAndServer(this IServiceCollection services, Action<GatewayOptions> configure)
    {
        services.AddOptions<GatewayOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.TryAddSingleton<SignetMetrics>();
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // As Latin-1 every octet reaches preflight, which refuses on the record what Kestrel would refuse without one.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        });
        return services;
    }

    private static IServiceCollection AddCommits(this IServiceCollection services)
    {
        services.TryAddSingleton<ISpoolObserver, SpoolTelemetry>();
        services.TryAddSingleton<CommitPublisher>();
        services.TryAddSingleton<IEventRecorder>(provider => provider.GetRequiredService<CommitPublisher>());
        services.AddHostedService(provider => provider.GetRequiredService<CommitPublisher>());
        services.AddHealthChecks().AddCheck<PublisherHealthCheck>("commits", tags: ["ready"]);
        return services;
    }

    private static IServiceCollection AddSurfaces(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, ChatCompletionsSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, CompletionsSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, EmbeddingsSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, MessagesSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, CountTokensSurface>());

        // Those who say which version of Anthropic's API they speak are asked first; all others mean OpenAI's.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, AnthropicModelsSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, AnthropicModelSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, ModelsSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, ModelSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, ResponsesSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, InputTokensSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, GetResponseSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, DeleteResponseSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, CancelResponseSurface>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISurface, InputItemsSurface>());
        services.TryAddSingleton<SurfaceRouter>();
        return services;
    }

    private static IServiceCollection AddFlow(this IServiceCollection services)
    {
        services.TryAddSingleton<PolicySwitch>();
        services.TryAddSingleton<PolicyReloader>();
        services.AddHostedService(provider => provider.GetRequiredService<PolicyReloader>());
        services.TryAddSingleton<CommitPolicyReporter>();
        services.AddHostedService(provider => provider.GetRequiredService<CommitPolicyReporter>());
        services.AddHostedService<CommitPolicyWatcher>();
        services.AddHealthChecks().AddCheck<PolicyHealthCheck>("policy", tags: ["ready"]);
        services.TryAddSingleton<TokenReviewer>();
        services.TryAddSingleton<IWorkloadFinder>(provider => provider.GetRequiredService<IOptions<GatewayOptions>>().Value.Workload.Source switch
        {
            WorkloadSource.Own => ActivatorUtilities.CreateInstance<OwnWorkload>(provider),
            WorkloadSource.Callers => ActivatorUtilities.CreateInstance<CallerWorkload>(provider),
            _ => new NoWorkload(),
        });
        services.TryAddSingleton<RefusalLimiter>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusalLimiter>());
        services.TryAddSingleton<RefusalDesk>();
        services.TryAddSingleton<ITokenCounter>(ModelTokenCounter.Instance);
        services.TryAddSingleton<UpstreamConnections>();
        services.TryAddSingleton<UpstreamRouter>();
        services.TryAddSingleton<UpstreamClient>();
        services.TryAddSingleton<UnaryAnswer>();
        services.TryAddSingleton<StreamedAnswer>();
        services.TryAddSingleton<RequestHandler>();
        return services;
    }
}
