using System.CommandLine;

namespace Signet.Cli.Commands;

/// <summary><c>signet keys</c>: the keys that an auditor writes a log with.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Make, show and replace the keys of a log.")
    {
        KeysGenerateCommand.Create(),
        KeysShowCommand.Create(),
        KeysRotateCommand.Create(),
    };
}
