using Signet.Load;
using Signet.Load.Client;
using Signet.Load.Hosts;

if (args is ["host", var host, var upstream, var data])
{
    return await HostCommand.RunAsync(host, Uri.TryCreate(upstream, UriKind.Absolute, out var address) ? address : null, data);
}

LoadOptions options;
try
{
    options = LoadOptions.Parse(args);
}
catch (Exception exception) when (exception is ArgumentException or FormatException)
{
    await Console.Error.WriteLineAsync(exception.Message);
    await Console.Error.WriteLineAsync(LoadOptions.Usage);
    return 2;
}

foreach (var setting in LoadRun.ClientSettings)
{
    Environment.SetEnvironmentVariable(setting, "1");
}

await (options.Serve is null ? Comparison.RunAsync(options) : Serving.RunAsync(options));
return 0;
