using Signet.Gateway;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Messaging;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSignetDefaults("gateway");
builder.AddConfiguredListeners();

// A gateway without a policy doesn't start.
var policyPath = builder.Configuration["PolicyPath"] ?? throw new InvalidOperationException("PolicyPath is missing.");
builder.Services.AddSingleton(new GatewayPolicySource(await GatewayPolicy.LoadAsync(policyPath, TimeProvider.System, CancellationToken.None)));

var auditor = (builder.Configuration.GetSection(AuditorClientSettings.Section).Get<AuditorClientSettings>() ?? new()).ToOptions();
builder.Services.AddSingleton<ICommitTransport>(services => new HttpCommitTransport(auditor, services.GetRequiredService<TimeProvider>()));
builder.Services.AddSingleton<IProducerEnrolment>(services => new HttpProducerEnrolment(auditor, services.GetRequiredService<TimeProvider>()));
builder.Services.AddGateway(options => builder.Configuration.GetSection(GatewayOptions.Section).Bind(options));

var app = builder.Build();
app.MapGateway();
await app.RunAsync();
