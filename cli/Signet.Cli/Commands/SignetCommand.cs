using System.CommandLine;

namespace Signet.Cli.Commands;

/// <summary>Everything that <c>signet</c> can be told.</summary>
internal static class SignetCommand
{
    public static RootCommand Create()
    {
        var root = new RootCommand("signet: decides whether a model's proposal may fire, and proves afterwards what it decided.")
        {
            UpCommand.Create(),
            InitCommand.Create(),
            PolicyCommand.Create(),
            AuditCommand.Create(),
            ReceiptCommand.Create(),
            AnchorCommand.Create(),
            KeysCommand.Create(),
            WitnessCommand.Create(),
            InjectCommand.Create(),
            BenchCommand.Create(),
            DoctorCommand.Create(),
            HealthCommand.Create(),
            CompletionCommand.Create(),
        };
        HelpExamples.AddTo(root);
        return root;
    }
}
