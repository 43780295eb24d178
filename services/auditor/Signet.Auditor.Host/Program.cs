using k8s;
using Signet.Auditor;
using Signet.Auditor.Enrolment;
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
var options = settings.ToOptions(
    store.Terms, () => (builder.Configuration.GetSection(AuditorSettings.Section).Get<AuditorSettings>() ?? new()).ReadKeys());
var isEnrolledByCluster = options.Enrolment.Mode == EnrolmentMode.Kubernetes;
if (settings.Lease.Name.Length > 0 || isEnrolledByCluster)
{
    var cluster = KubernetesClientConfiguration.IsInCluster()
        ? KubernetesClientConfiguration.InClusterConfig()
        : KubernetesClientConfiguration.BuildDefaultConfig();
    if (settings.Lease.Name.Length > 0)
    {
        builder.Services.AddLeaseElection(settings.Lease.ToOptions(cluster.Namespace), cluster);
    }

    if (isEnrolledByCluster)
    {
        builder.Services.AddWorkloadEnrolment(cluster);
    }
}

builder.Services.AddAuditor(options);

var app = builder.Build();
app.MapAuditor();
app.MapCommits();
await app.RunAsync();
