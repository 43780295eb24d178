using System.CommandLine;
using System.Net;
using Signet.Cli.AllInOne;
using Signet.Cli.Demo;
using Signet.Cli.Output;
using Signet.Messaging;

namespace Signet.Cli.Commands;

/// <summary><c>signet up</c>: the whole system on this machine.</summary>
internal static class UpCommand
{
    private const int DefaultPort = 8443;
    private const int DefaultManagementPort = 8444;

    /// <summary>The levels that one process can keep: a broker would be another's, and memory no record.</summary>
    private static readonly string[] Levels = ["chain", "spool"];

    public static Command Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "The data directory: keys, policy and log. Made at the first start. Default: ./signet-data, with --demo a temporary one.",
        };
        var address = new Option<string>("--address") { Description = "The address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = PortOption("--port", "The port of the API.", DefaultPort);
        var managementPort = PortOption("--management-port", "The port of /healthz, /readyz, /version and /metrics.", DefaultManagementPort);
        var level = new Option<string>("--level")
        {
            Description = "When a decision counts as recorded: chain, once its segment is stored, or spool, once a file of the data directory has it.",
            DefaultValueFactory = _ => Levels[0],
        };
        level.AcceptOnlyFromAmong(Levels);
        var store = new StoreArguments();
        var upstream = new UpstreamArguments();
        var policy = new Option<string?>("--policy") { Description = "The policy file. Default: policy.yaml in the data directory." };
        var extensions = new ExtensionArguments();
        var tsa = new Option<string?>("--tsa") { Description = "The time-stamping authority (RFC 3161). Default: a development authority that proves nothing." };
        var tsaRoots = new Option<string?>("--tsa-roots") { Description = "A PEM file with the root certificates to pin for --tsa." };
        var witnesses = new WitnessArguments();
        var verbose = new Option<bool>("--verbose-errors") { Description = "Tell callers which check refused and why." };
        var demo = new Option<bool>("--demo") { Description = "Send a narrated set of requests, prove the log, break a copy of it, and exit." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line: when it serves, and when it has stopped." };
        var command = new Command("up", "Run gateway, auditor, anchorer and verifier on this machine.")
        {
            data, address, port, managementPort, level, policy, tsa, tsaRoots, verbose, demo, json,
        };
        store.AddTo(command);
        upstream.AddTo(command);
        extensions.AddTo(command);
        witnesses.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isDemo = parsed.GetValue(demo);
            using var scratch = isDemo && parsed.GetValue(data) is null ? new ScratchDirectory() : null;
            var (upstreams, routes) = upstream.Read(parsed, Environment.GetEnvironmentVariable);
            var options = new AllInOneOptions
            {
                Data = parsed.GetValue(data) ?? scratch?.Path ?? "signet-data",
                Store = store.Read(parsed),
                Level = parsed.GetValue(level) == Levels[0] ? AcknowledgementLevel.Chain : AcknowledgementLevel.Spool,
                Address = ParseAddress(parsed.GetValue(address)!),
                Port = parsed.GetValue(port) ?? (isDemo ? 0 : DefaultPort),
                ManagementPort = parsed.GetValue(managementPort) ?? (isDemo ? 0 : DefaultManagementPort),
                Upstreams = upstreams,
                Routes = routes,
                Policy = parsed.GetValue(policy),
                Extensions = extensions.Read(parsed),
                Tsa = parsed.GetValue(tsa) is { } url ? HttpAddress.Parse(url, "--tsa") : null,
                TsaRoots = parsed.GetValue(tsaRoots),
                Witnesses = witnesses.Read(parsed),
                VerboseErrors = parsed.GetValue(verbose),
            };
            Require(options);
            if (isDemo && options.Store is not null)
            {
                throw new UserErrorException("--demo changes a copy of its log, so it keeps it in a directory: leave --store out.");
            }

            if (isDemo && parsed.GetValue(json))
            {
                throw new UserErrorException("--demo tells people what it does: leave --json out.");
            }

            return isDemo
                ? await DemoRun.RunAsync(options, Console.Out, cancellationToken)
                : await ServeAsync(options, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> ServeAsync(AllInOneOptions options, bool json, CancellationToken cancellationToken)
    {
        string? fault;
        await using (var host = await AllInOneHost.StartAsync(options, cancellationToken))
        {
            await Console.Out.WriteLineAsync(json ? ServingOutput.Ready(host, options) : string.Join('\n', Banner.Lines(host, options)));
            await host.WaitForShutdownAsync(cancellationToken);
            fault = cancellationToken.IsCancellationRequested ? null : host.Fault;
        }

        if (json)
        {
            await Console.Out.WriteLineAsync(ServingOutput.Stopped(fault));
        }

        return fault is null ? ExitCodes.Success : throw new UserErrorException($"A part could not go on: {fault}");
    }

    private static Option<int?> PortOption(string name, string description, int port)
    {
        var option = new Option<int?>(name) { Description = $"{description} 0 lets the system choose. Default: {port}, with --demo 0." };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value is < 0 or > 65_535)
            {
                result.AddError($"{name} is from 0 to 65535.");
            }
        });
        return option;
    }

    private static IPAddress ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address) ? address : throw new UserErrorException($"--address {text} is not an IP address.");

    private static void Require(AllInOneOptions options)
    {
        if ((options.Tsa is null) != (options.TsaRoots is null))
        {
            throw new UserErrorException("--tsa and --tsa-roots go together: an authority counts only by roots that you pin.");
        }

        if (options.Port != 0 && options.Port == options.ManagementPort)
        {
            throw new UserErrorException("--port and --management-port are the same.");
        }
    }
}
