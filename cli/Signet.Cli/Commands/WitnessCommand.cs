using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Signet.Cli.Output;
using Signet.Cli.Witnessing;

namespace Signet.Cli.Commands;

/// <summary><c>signet witness</c>: cosigns the checkpoints of logs that others run.</summary>
internal static class WitnessCommand
{
    private const int DefaultPort = 8447;
    private const string Format = "signet-witness/1";

    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "The directory of its key and of what it has seen. Made at the first start. Losing it means a witness that starts anew.",
            DefaultValueFactory = _ => "signet-witness",
        };
        var name = new Option<string>("--name") { Description = "Its name in cosignatures, such as witness.example.org.", Required = true };
        var logs = new Option<string[]>("--log") { Description = "The checkpoint key of a log that it witnesses, name+hash+base64. Repeatable.", Required = true };
        var address = new Option<string>("--address") { Description = "The address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The port; 0 lets the system choose.", DefaultValueFactory = _ => DefaultPort };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line: when it serves, and when it has stopped." };
        var command = new Command(
            "witness",
            "Run a witness (C2SP tlog-witness): it cosigns checkpoints that go on from the last it saw, and no others. Run it where the log's operator has no hand.")
        {
            data, name, logs, address, port, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new WitnessOptions
            {
                Data = parsed.GetValue(data)!,
                Name = parsed.GetValue(name)!,
                Logs = parsed.GetValue(logs) ?? [],
                Address = IPAddress.TryParse(parsed.GetValue(address), out var ip)
                    ? ip
                    : throw new UserErrorException("--address is not an IP address."),
                Port = parsed.GetValue(port) is >= 0 and <= 65_535 and var number
                    ? number
                    : throw new UserErrorException("--port is from 0 to 65535."),
            };
            await using (var host = await WitnessHost.StartAsync(options, TimeProvider.System, cancellationToken))
            {
                await Console.Out.WriteLineAsync(parsed.GetValue(json)
                    ? JsonText.LineOf(new JsonObject { ["format"] = Format, ["event"] = "ready", ["address"] = host.Address.ToString(), ["key"] = host.Key.ToString() })
                    : $"Witness: {host.Address} key: {host.Key}");
                await host.WaitForShutdownAsync(cancellationToken);
            }

            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonText.LineOf(new JsonObject { ["format"] = Format, ["event"] = "stopped" }));
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
