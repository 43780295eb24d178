using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Verifier;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSignetDefaults("verifier");
builder.AddConfiguredListeners();

var settings = builder.Configuration.GetSection(VerifierSettings.Section).Get<VerifierSettings>() ?? new();
var s3 = builder.Configuration.GetSection(S3Settings.Section).Get<S3Settings>() ?? new();
var store = StoreLocation.OpenReader(settings.StorePath, s3, TimeProvider.System);
builder.Services.AddSingleton(store.Segments);
builder.Services.AddSingleton(store.Derived);
builder.Services.AddSingleton<IVerifierMemory>(new FileVerifierMemory(settings.MemoryPath));
builder.Services.AddVerifier(settings.ToOptions());

await builder.Build().RunAsync();
