using k8s;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Injector;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSignetDefaults("injector");
builder.AddConfiguredListeners(InjectorModule.UseInjectorCertificate);

var settings = InjectorSettings.Read(builder.Configuration);
var cluster = settings.Certificate.Folder.Length > 0 ? null
    : KubernetesClientConfiguration.IsInCluster() ? KubernetesClientConfiguration.InClusterConfig()
    : KubernetesClientConfiguration.BuildDefaultConfig();
builder.Services.AddInjector(settings, cluster);

var app = builder.Build();
app.MapInjector();
await app.RunAsync();
