using System.CommandLine;
using Signet.Cli.Keys;
using Signet.Cli.Output;

namespace Signet.Cli.Commands;

/// <summary><c>signet keys show DIR</c>. No secret is printed.</summary>
internal static class KeysShowCommand
{
    public static Command Create()
    {
        var arguments = new KeysArguments();
        var command = new Command("show", "Print the public keys of a log, and the settings that an auditor needs for its keys.");
        arguments.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var logId = arguments.LogId(parsed);
            var keys = LogKeys.Open(arguments.Directory(parsed));
            await Console.Out.WriteLineAsync(arguments.Json(parsed) ? KeysOutput.Json(logId, keys) : KeysOutput.Text(logId, keys));
            return ExitCodes.Success;
        });
        return command;
    }
}
