using System.CommandLine;
using Signet.Cli.Keys;
using Signet.Cli.Output;

namespace Signet.Cli.Commands;

/// <summary>
/// <c>signet keys rotate DIR</c>: makes the next key and the settings with which the next writer takes it over (docs/adr/0023). The log isn't touched, and
/// until an auditor starts with those settings nothing has changed.
/// </summary>
internal static class KeysRotateCommand
{
    public static Command Create()
    {
        var chain = new Option<bool>("--chain") { Description = "The chain key." };
        var checkpoint = new Option<bool>("--checkpoint") { Description = "The checkpoint key." };
        var arguments = new KeysArguments();
        var command = new Command("rotate", "Make the next chain key, checkpoint key or both, and print the settings with which the next writer takes them over.")
        {
            chain, checkpoint,
        };
        arguments.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            if (!parsed.GetValue(chain) && !parsed.GetValue(checkpoint))
            {
                throw new UserErrorException("Say which: --chain, --checkpoint or both.");
            }

            var logId = arguments.LogId(parsed);
            var keys = LogKeys.Open(arguments.Directory(parsed));
            if (parsed.GetValue(chain))
            {
                keys.AddNext("chain-root");
            }

            if (parsed.GetValue(checkpoint))
            {
                keys.AddNext("checkpoint");
            }

            await Console.Out.WriteLineAsync(arguments.Json(parsed) ? KeysOutput.Json(logId, keys) : KeysOutput.Text(logId, keys));
            return ExitCodes.Success;
        });
        return command;
    }
}
