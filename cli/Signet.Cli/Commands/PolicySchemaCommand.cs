using System.CommandLine;
using Signet.Policy.Documents;

namespace Signet.Cli.Commands;

/// <summary><c>signet policy schema</c>: the JSON Schema of policy files.</summary>
internal static class PolicySchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON Schema of policy files, for editors that complete and check them.");
        var extensions = new ExtensionArguments();
        extensions.AddToReader(command);
        command.SetAction(async (parsed, _) =>
        {
            await Console.Out.WriteAsync(PolicySchema.For(extensions.ReadChecks(parsed)));
            return ExitCodes.Success;
        });
        return command;
    }
}
