using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Verifier;
using Signet.Verifier.Host;

const string Once = "--once";
const string Full = "--full";

var builder = WebApplication.CreateSlimBuilder([.. args.Where(argument => argument is not (Once or Full))]);
builder.AddSignetDefaults("verifier");

var settings = builder.Configuration.GetSection(VerifierSettings.Section).Get<VerifierSettings>() ?? new();
var s3 = builder.Configuration.GetSection(S3Settings.Section).Get<S3Settings>() ?? new();
var store = StoreLocation.OpenReader(settings.StorePath, s3, TimeProvider.System);
builder.Services.AddSingleton(store.Segments);
builder.Services.AddSingleton(store.Derived);
builder.Services.AddSingleton<IVerifierMemory>(MemoryLocation.Open(settings.MemoryPath, settings.MemoryS3, TimeProvider.System));
if (settings.Name is not null)
{
    var auditor = (builder.Configuration.GetSection(AuditorClientSettings.Section).Get<AuditorClientSettings>() ?? new()).ToOptions();
    builder.Services.AddSingleton<IVerificationLog>(services => new HttpVerificationLog(auditor, services.GetRequiredService<TimeProvider>()));
    builder.Services.AddSingleton<IProducerEnrolment>(services => new HttpProducerEnrolment(auditor, services.GetRequiredService<TimeProvider>()));
}

var options = settings.ToOptions(Cluster.FromEnvironment());
if (args.Contains(Once))
{
    builder.Services.AddVerifierRun(options);
    await using var job = builder.Build();
    var outcome = await job.Services.GetRequiredService<VerifierRun>().RunAsync(args.Contains(Full), null, job.Lifetime.ApplicationStopping);
    await Console.Out.WriteLineAsync(VerificationOutput.Text(outcome));
    return (int)outcome.Result;
}

builder.AddConfiguredListeners();
builder.Services.AddVerifier(options);
await builder.Build().RunAsync();
return 0;
