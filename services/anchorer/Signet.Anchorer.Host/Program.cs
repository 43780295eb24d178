using Signet.Anchorer;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Messaging;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSignetDefaults("anchorer");
builder.AddConfiguredListeners();

var settings = builder.Configuration.GetSection(AnchorerSettings.Section).Get<AnchorerSettings>() ?? new();
var auditor = (builder.Configuration.GetSection(AuditorClientSettings.Section).Get<AuditorClientSettings>() ?? new()).ToOptions();
builder.Services.AddSingleton<IAnchorLog>(services => new HttpAnchorLog(settings.LogId, auditor, services.GetRequiredService<TimeProvider>()));
builder.Services.AddSingleton<IWitnessedLog>(services => new HttpWitnessedLog(auditor, services.GetRequiredService<TimeProvider>()));
builder.Services.AddAnchorer(settings.ToOptions());

await builder.Build().RunAsync();
