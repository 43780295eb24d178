using System.CommandLine;

namespace Signet.Cli.Commands;

/// <summary>Everything that <c>signet</c> can be told.</summary>
internal static class SignetCommand
{
    public static RootCommand Create() => new("signet: decides whether a model's proposal may fire, and proves afterwards what it decided.")
    {
        UpCommand.Create(),
        InitCommand.Create(),
        PolicyCommand.Create(),
        AuditCommand.Create(),
        ReceiptCommand.Create(),
        AnchorsCommand.Create(),
        WitnessCommand.Create(),
        InjectCommand.Create(),
        BenchCommand.Create(),
        HealthCommand.Create(),
    };
}
