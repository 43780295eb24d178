using Signet.Extensions;
using Signet.Gateway;
using Signet.Hosting;
using Signet.Hosting.Management;
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

// A gateway without a policy doesn't start.
var policyPath = builder.Configuration["PolicyPath"] ?? throw new InvalidOperationException("PolicyPath is missing.");
var policyFile = new GatewayPolicyFile(policyPath, extensions.Registry, TimeProvider.System);
builder.Services.AddSingleton(await GatewayPolicySource.LoadAsync(policyFile, CancellationToken.None));

var auditor = (builder.Configuration.GetSection(AuditorClientSettings.Section).Get<AuditorClientSettings>() ?? new()).ToOptions();
var commits = builder.Configuration.GetSection(CommitSettings.Section).Get<CommitSettings>() ?? new();
builder.Services.AddSingleton(services => commits.CreateTransport(
    auditor, builder.Configuration["DAPR_GRPC_ENDPOINT"], builder.Configuration["DAPR_GRPC_PORT"], services.GetRequiredService<TimeProvider>(),
    services.GetRequiredService<ISpoolObserver>()));
builder.Services.AddSingleton<IProducerEnrolment>(services => new HttpProducerEnrolment(auditor, services.GetRequiredService<TimeProvider>()));

builder.Services.AddSingleton<ISecretSource>(services => new DaprSecretSource(dapr, services.GetRequiredService<TimeProvider>()));
builder.Services.AddGateway(builder.Configuration.GetSection(GatewayOptions.Section));

var app = builder.Build();
app.MapGateway();
await app.RunAsync();
