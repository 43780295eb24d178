using k8s;
using Signet.Auditor;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Storage;
using Signet.Storage.S3;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSignetDefaults("auditor");
builder.AddConfiguredListeners();

var settings = builder.Configuration.GetSection(AuditorSettings.Section).Get<AuditorSettings>() ?? new();
var s3 = builder.Configuration.GetSection(S3Settings.Section).Get<S3Settings>() ?? new();
var store = StoreLocation.OpenWriter(settings.StorePath, s3, TimeProvider.System);
builder.Services.AddSingleton(store.Segments);
builder.Services.AddSingleton(store.Derived);
if (settings.Lease.Name.Length > 0)
{
    var cluster = KubernetesClientConfiguration.IsInCluster()
        ? KubernetesClientConfiguration.InClusterConfig()
        : KubernetesClientConfiguration.BuildDefaultConfig();
    builder.Services.AddLeaseElection(settings.Lease.ToOptions(cluster.Namespace), cluster);
}

builder.Services.AddAuditor(settings.ToOptions(store.Terms));

var app = builder.Build();
app.MapAuditor();
app.MapCommits();
await app.RunAsync();
