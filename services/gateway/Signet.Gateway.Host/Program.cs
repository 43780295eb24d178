using k8s;
using Signet.Extensions;
using Signet.Gateway;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Hosting.Memory;
using Signet.Messaging;
using Signet.Messaging.Spool;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSignetDefaults("gateway");
builder.AddConfiguredListeners();

// Of the sidecar that stands beside this process, where there is one; asked only for what settings and policy name.
var dapr = DaprSecretOptions.Of(
    builder.Configuration["DAPR_HTTP_ENDPOINT"], builder.Configuration["DAPR_HTTP_PORT"], builder.Configuration["DAPR_API_TOKEN"]);

// Told before the policy is read, which may be refused because of it.
var extensions = CheckExtensions.Load(
    builder.Configuration.GetSection(ExtensionSettings.Section).Get<ExtensionSettings>() ?? new(), dapr.Endpoint, dapr.ApiToken);
foreach (var problem in extensions.Problems)
{
    await Console.Error.WriteLineAsync(problem);
}

var section = builder.Configuration.GetSection(GatewayOptions.Section);
var policyPath = builder.Configuration["PolicyPath"];
var policyObject = section.GetSection("Policy:Kubernetes").Get<PolicyObjectOptions>() ?? new();
var isInCluster = policyObject.Name.Length > 0 || section["Workload:Source"] is "Callers";
KubernetesClientConfiguration? cluster = null;
if (isInCluster)
{
    cluster = KubernetesClientConfiguration.IsInCluster()
        ? KubernetesClientConfiguration.InClusterConfig()
        : KubernetesClientConfiguration.BuildDefaultConfig();
    builder.Services.AddGatewayCluster(cluster);
}

// A gateway without a policy doesn't start.
builder.Services.AddSingleton(await ((policyPath, policyObject.Name) switch
{
    (null, "") => throw new InvalidOperationException("PolicyPath is missing, and so is Gateway:Policy:Kubernetes:Name."),
    (not null, not "") => throw new InvalidOperationException("PolicyPath and Gateway:Policy:Kubernetes:Name exclude each other."),
    (not null, _) => GatewayPolicySource.LoadAsync(
        new GatewayPolicyFile(policyPath, extensions.Registry, TimeProvider.System), CancellationToken.None),
    _ => GatewayPolicySource.LoadAsync(
        new GatewayPolicyObject(policyObject, section["ProducerId"] ?? "", cluster!, extensions.Registry, TimeProvider.System), CancellationToken.None),
}));

var auditor = (builder.Configuration.GetSection(AuditorClientSettings.Section).Get<AuditorClientSettings>() ?? new()).ToOptions();
var commits = builder.Configuration.GetSection(CommitSettings.Section).Get<CommitSettings>() ?? new();
builder.Services.AddSingleton(services => commits.CreateTransport(
    auditor, builder.Configuration["DAPR_GRPC_ENDPOINT"], builder.Configuration["DAPR_GRPC_PORT"], services.GetRequiredService<TimeProvider>(),
    services.GetRequiredService<ISpoolObserver>()));
builder.Services.AddSingleton<IProducerEnrolment>(services => new HttpProducerEnrolment(auditor, services.GetRequiredService<TimeProvider>()));

builder.Services.AddSingleton<ISecretSource>(services => new DaprSecretSource(dapr, services.GetRequiredService<TimeProvider>()));
builder.Services.AddGateway(section);
builder.Services.AddHostedService<SpareMemory>();

var app = builder.Build();
app.MapGateway();
await app.RunAsync();
