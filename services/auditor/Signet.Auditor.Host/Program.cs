using Signet.Auditor;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Storage;
using Signet.Storage.Directories;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSignetDefaults("auditor");
builder.AddConfiguredListeners();

var settings = builder.Configuration.GetSection(AuditorSettings.Section).Get<AuditorSettings>() ?? new();
var store = DirectoryStore.Open(settings.StorePath);
builder.Services.AddSingleton<ISegmentStore>(store);
builder.Services.AddSingleton<IDerivedStore>(store);
builder.Services.AddAuditor(settings.ToOptions());

var app = builder.Build();
app.MapAuditor();
app.MapCommits();
await app.RunAsync();
