using System.CommandLine;

namespace Signet.Cli.Commands;

/// <summary><c>signet policy</c>: everything that reads policy files.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Check and explain policy files.")
    {
        PolicyLintCommand.Create(),
        PolicyExplainCommand.Create(),
        PolicySchemaCommand.Create(),
        PolicyTestCommand.Create(),
    };
}
