using System.CommandLine;

namespace Signet.Cli.Commands;

/// <summary><c>signet receipt</c>: what callers hold.</summary>
internal static class ReceiptCommand
{
    public static Command Create() => new("receipt", "Check the receipts that callers were given, and get proofs for them.")
    {
        ReceiptVerifyCommand.Create(),
        ReceiptFetchCommand.Create(),
    };
}
