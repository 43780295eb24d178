using System.CommandLine;

namespace Signet.Cli.Commands;

/// <summary><c>signet bench</c>: what measures a policy.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measure a policy: what it catches, and how long it takes.")
    {
        BenchPolicyCommand.Create(),
        BenchLatencyCommand.Create(),
    };
}
