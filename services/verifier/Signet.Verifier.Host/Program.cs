using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Storage;
using Signet.Storage.Directories;
using Signet.Verifier;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddSignetDefaults("verifier");
builder.AddConfiguredListeners();

var settings = builder.Configuration.GetSection(VerifierSettings.Section).Get<VerifierSettings>() ?? new();
var reader = DirectoryReader.Open(settings.StorePath);
builder.Services.AddSingleton<ISegmentReader>(reader);
builder.Services.AddSingleton<IDerivedReader>(reader);
builder.Services.AddSingleton<IVerifierMemory>(new FileVerifierMemory(settings.MemoryPath));
builder.Services.AddVerifier(settings.ToOptions());

await builder.Build().RunAsync();
