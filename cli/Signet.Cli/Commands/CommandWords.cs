using System.CommandLine.Parsing;

namespace Signet.Cli.Commands;

/// <summary>What a command is called, word by word.</summary>
internal static class CommandWords
{
    /// <summary>Without the program's own name: empty for the root.</summary>
    public static string Of(CommandResult result)
    {
        var words = new Stack<string>();
        for (var command = result; command.Parent is CommandResult parent; command = parent)
        {
            words.Push(command.Command.Name);
        }

        return string.Join(' ', words);
    }
}
