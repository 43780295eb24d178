using System.CommandLine;

namespace Signet.Cli.Commands;

/// <summary><c>signet anchor</c>: the time-stamps of a log.</summary>
internal static class AnchorCommand
{
    public static Command Create() => new("anchor", "Show and verify the time-stamps of a log.")
    {
        AnchorShowCommand.Create(),
        AnchorVerifyCommand.Create(),
    };
}
