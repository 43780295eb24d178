using System.CommandLine;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Shared.Terminal;
using Signet.Storage.S3;
using Signet.Verifier;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit verify DIR</c>: exit code 0 clean, 1 broken, 2 could not verify.</summary>
internal static class AuditVerifyCommand
{
    // Whoever asks for receipts or whole walks gets the whole; in between, one in so many is enough to catch what a part can't show.
    private const int FullEvery = 12;

    private static readonly Argument<string> Directory = new("DIR") { Description = "A data directory of `signet up`, or a store: a directory or s3://BUCKET/PREFIX." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the report as JSON." };
    private static readonly Option<string?> Sarif = new("--sarif") { Description = "Write the findings as SARIF 2.1.0 to this file." };
    private static readonly Option<string?> Prometheus = new("--prometheus") { Description = "Write metrics in Prometheus' text format to this file." };
    private static readonly Option<string?> Receipts = new("--receipts") { Description = "Redeem the receipts in this folder or file." };
    private static readonly Option<string?> Memory = new("--memory")
    {
        Description = "Keep what was seen in this file, or in s3://BUCKET/PREFIX under Object Lock, out of the auditor's reach, and go on from there the next time.",
    };

    private static readonly Option<string?> MemoryS3 = new("--memory-s3")
    {
        Description = "For --memory s3://…: a JSON file as --s3 takes it, with keys that may create objects there.",
    };

    private static readonly Option<bool> Full = new("--full") { Description = "With --memory: walk the whole log all the same." };

    public static Command Create()
    {
        var trust = new TrustArguments();
        var command = new Command("verify", "Check that no record of a log was changed, dropped or back-dated. Opens nothing of it for writing.")
        {
            Directory, Json, Sarif, Prometheus, Receipts, Memory, MemoryS3, Full,
        };
        var store = new StoreArguments();
        trust.AddTo(command);
        store.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await VerifyAsync(parsed, trust.Read(parsed), store.ReadS3(parsed), cancellationToken);
            }
            catch (Exception exception)
            {
                await Console.Error.WriteLineAsync("signet: " + SafeText.Of(exception.Message));
                return ExitCodes.NotVerified;
            }
        });
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, TrustOptions given, S3Settings? s3, CancellationToken cancellationToken)
    {
        var log = await LogLocation.OpenAsync(parsed.GetValue(Directory)!, given, s3, cancellationToken);
        var memory = parsed.GetValue(Memory) is { } place
            ? MemoryLocation.Open(place, parsed.GetValue(MemoryS3) is { } file ? StoreChoice.ReadS3(file) : null, TimeProvider.System)
            : null;
        var receipts = parsed.GetValue(Receipts) is { } folder ? await ReceiptSet.LoadAsync(folder, cancellationToken) : ReceiptSet.Empty;
        var files = new ReportFilesOptions { Sarif = parsed.GetValue(Sarif), Prometheus = parsed.GetValue(Prometheus) };
        var options = new VerifierOptions { Trust = log.Trust, FullEvery = FullEvery, Files = files };
        var check = new LogCheck(log.Segments, log.Derived, memory, options, TimeProvider.System);
        VerificationOutcome outcome;
        await using (var line = ProgressLine.ForTerminal())
        {
            outcome = await check.RunAsync(receipts, parsed.GetValue(Full), line, cancellationToken);
        }

        await Console.Out.WriteLineAsync(parsed.GetValue(Json) ? VerificationOutput.Json(outcome) : VerificationOutput.Text(outcome));
        await VerificationOutput.WriteAsync(outcome, files, cancellationToken);
        return (int)outcome.Result;
    }
}
