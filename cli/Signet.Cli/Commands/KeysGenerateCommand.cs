using System.CommandLine;
using Signet.Cli.Keys;
using Signet.Cli.Output;

namespace Signet.Cli.Commands;

/// <summary><c>signet keys generate DIR</c>. No secret is printed.</summary>
internal static class KeysGenerateCommand
{
    public static Command Create()
    {
        var arguments = new KeysArguments();
        var command = new Command("generate", "Make the keys of a new log in a new directory, and print the key by which others verify it.");
        arguments.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            var logId = arguments.LogId(parsed);
            var keys = LogKeys.Generate(arguments.Directory(parsed));
            await Console.Out.WriteLineAsync(arguments.Json(parsed) ? KeysOutput.Json(logId, keys) : KeysOutput.Text(logId, keys));
            return ExitCodes.Success;
        });
        return command;
    }
}
