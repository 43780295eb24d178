using System.CommandLine;
using Signet.Cli.AllInOne;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Cli.Remote;
using Signet.Shared.Terminal;
using Signet.Storage.S3;
using Signet.Verifier;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit verify LOG</c>: exit code 0 clean, 1 broken, 2 could not verify.</summary>
internal static class AuditVerifyCommand
{
    // Whoever asks for receipts or whole walks gets the whole; in between, one in so many is enough to catch what a part can't show.
    private const int FullEvery = 12;

    private static readonly Argument<string> Directory = new("LOG")
    {
        Description = "A data directory of `signet up`, a store (a directory or s3://BUCKET/PREFIX), or a running auditor (http://… or https://…), of which less can be checked.",
    };
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
        if (EntrySources.IsRemote(parsed.GetValue(Directory)!))
        {
            return await VerifyRemoteAsync(parsed, given, cancellationToken);
        }

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

    /// <summary>What can be checked through an auditor: that each of its entries is one, and stands in the tree that it has signed.</summary>
    private static async Task<int> VerifyRemoteAsync(ParseResult parsed, TrustOptions given, CancellationToken cancellationToken)
    {
        if (new Option[] { Sarif, Prometheus, Receipts, Memory, Full }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } unfit)
        {
            throw new UserErrorException($"{unfit.Name} needs the log's store: through an auditor its segments can't be seen.");
        }

        using var log = await RemoteLog.OpenAsync(parsed.GetValue(Directory)!, given, TimeProvider.System, cancellationToken);
        string? fault = null;
        var walk = new EntryWalk(log);
        try
        {
            await foreach (var _ in walk.ReadAsync(cancellationToken))
            {
            }
        }
        catch (LogFaultException exception)
        {
            fault = exception.Message;
        }

        await Console.Out.WriteLineAsync(parsed.GetValue(Json) ? RemoteVerificationOutput.Json(walk.Basis(), fault) : RemoteVerificationOutput.Text(walk.Basis(), fault));
        return fault is not null ? ExitCodes.Failure : given.Vkey is null ? ExitCodes.NotVerified : ExitCodes.Success;
    }
}
