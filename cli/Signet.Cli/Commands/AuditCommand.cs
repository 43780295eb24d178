using System.CommandLine;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit</c>: everything that reads a log.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Read and verify a log.")
    {
        AuditVerifyCommand.Create(),
        AuditShowCommand.Create(),
        AuditTailCommand.Create(),
        AuditCountCommand.Create(),
        AuditReportCommand.Create(),
        AuditExportCommand.Create(),
        AuditImportCommand.Create(),
    };
}
