using k8s;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Signet.Auditor.Election;
using Signet.Auditor.Enrolment;
using Signet.Auditor.Intake;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Auditor.Sequencing;
using Signet.Auditor.Serving;
using Signet.Hosting.Management;
using Signet.Messaging;

namespace Signet.Auditor;

/// <summary>The auditor as a module of a host: the single writer, its intake, and the read-only log service.</summary>
public static class AuditorModule
{
    /// <summary>
    /// Adds the auditor. Needs an <c>ISegmentStore</c>, an <c>IDerivedStore</c>, a <c>TimeProvider</c> and signet's defaults. Add it
    /// before whoever sends to it: hosted services stop in reverse order, and the last events need a writer.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddAuditor(this IServiceCollection services, AuditorOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        services.AddSingleton(options);
        services.TryAddSingleton<IWriterElection>(SingleWriter.Instance);
        services.TryAddSingleton<IEnrolmentAuthority, ConfiguredAuthority>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<LogHead>();
        services.AddSingleton<LogSequencer>();
        services.AddSingleton<LogPublisher>();
        services.AddSingleton<CommitIntake>();
        services.AddSingleton<LogProofs>();
        services.AddSingleton<ReadLimiter>();
        services.AddSingleton<WitnessedNotes>();
        services.AddSingleton<ApiToken>();
        services.AddSingleton<CommitEndpoint>();
        services.AddSingleton<DeliveryEndpoint>();
        services.AddSingleton<ICommitIntake>(provider => provider.GetRequiredService<CommitIntake>());
        services.AddSingleton<IProducerEnrolment>(provider => provider.GetRequiredService<CommitIntake>());
        services.AddSingleton<IAnchorLog, AnchorIntake>();
        services.AddSingleton<IWitnessedLog, WitnessedLog>();
        services.AddSingleton<IVerificationLog, VerificationIntake>();

        // Stopped in reverse: the publisher runs until the last segment has been stored.
        services.AddHostedService(provider => provider.GetRequiredService<LogPublisher>());
        services.AddHostedService(provider => provider.GetRequiredService<LogSequencer>());
        services.AddHostedService<KeyWatch>();
        services.AddHealthChecks().AddCheck<AuditorHealth>("auditor", tags: [ReadinessTag.Name]);
        return services;
    }

    /// <summary>
    /// Has several auditors of one log compete for a Lease of their cluster; call it before <see cref="AddAuditor"/>. Without it the auditor writes at
    /// once. One that doesn't hold the Lease stands by: it isn't ready, and answers everything with "later". One that can't renew it stops its host.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IServiceCollection AddLeaseElection(
        this IServiceCollection services, LeaseOptions options, KubernetesClientConfiguration cluster)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cluster);
        options.Validate();
        services.AddSingleton(options);
        services.TryAddSingleton<IKubernetes>(_ => new Kubernetes(cluster));
        services.AddSingleton<ILeaseStore, KubernetesLease>();
        services.AddSingleton<IWriterElection, LeaseElection>();
        return services;
    }

    /// <summary>
    /// Has the cluster say who asks to be enrolled (<see cref="EnrolmentMode.Kubernetes"/>); call it before <see cref="AddAuditor"/>. The auditor's account has to be allowed to
    /// create TokenReviews.
    /// </summary>
    public static IServiceCollection AddWorkloadEnrolment(this IServiceCollection services, KubernetesClientConfiguration cluster)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(cluster);
        services.TryAddSingleton<IKubernetes>(_ => new Kubernetes(cluster));
        services.AddSingleton<ITokenReviews, ClusterTokenReviews>();
        services.AddSingleton<IEnrolmentAuthority, WorkloadAuthority>();
        return services;
    }

    /// <summary>
    /// Maps the intake for services in other processes, which reach it directly or through a sidecar, if
    /// <see cref="AuditorOptions.CommitToken"/> is set: <c>POST /commits</c> (<see cref="CommitBatchFormat"/>), <c>POST /producers</c>
    /// (<see cref="EnrolmentFormat"/>), <c>GET /anchors/duty</c> and <c>POST /anchors</c> (<see cref="AnchorFormat"/>), <c>POST /verifications</c>
    /// (<see cref="VerificationFormat"/>). 401 without the token, 400 for what can't be read. Beside them what a Dapr sidecar asks of an app: <c>GET /dapr/subscribe</c>,
    /// <c>POST /events</c> for deliveries, and <c>GET /healthz</c>, which is 503 while the log can't be written.
    /// </summary>
    public static IEndpointRouteBuilder MapCommits(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetRequiredService<AuditorOptions>().CommitToken is not null)
        {
            IntakeEndpoints.Map(endpoints);
            SubscriptionEndpoints.Map(endpoints);
        }

        return endpoints;
    }

    /// <summary>
    /// Maps the read-only log service: <c>GET /log/checkpoint</c>, <c>/log/checkpoints/{size}</c> and <c>/log/tile/…</c> (C2SP
    /// tlog-tiles), <c>/log/proof/inclusion</c> and <c>/log/proof/consistency</c>, <c>/log/receipts/{event id}</c> (R1) and
    /// <c>/log/receipts/{event id}/anchored</c> (R2), <c>/log/witness/{name}</c>, the newest checkpoint that the witness
    /// cosigned, and <c>/.well-known/signet/keys</c>. 400 for what can't be read, 404 for what isn't
    /// there (yet), 429 beyond <see cref="AuditorOptions.ReadsPerSecond"/>.
    /// </summary>
    public static IEndpointRouteBuilder MapAuditor(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        LogEndpoints.Map(endpoints);
        return endpoints;
    }
}
