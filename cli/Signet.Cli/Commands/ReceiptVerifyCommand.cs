using System.CommandLine;
using System.Text;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Receipts;
using Signet.Shared.Terminal;
using Signet.Storage.S3;

namespace Signet.Cli.Commands;

/// <summary>
/// <c>signet receipt verify RECEIPT</c>: a promise (R0, the header or comment line) against a log, or a proof (R1) against a
/// checkpoint key alone. Exit code 0 it holds, 1 it doesn't, 2 it couldn't be decided.
/// </summary>
internal static class ReceiptVerifyCommand
{
    private const string CommentPrefix = ": signet-receipt ";

    public static Command Create()
    {
        var receipt = new Argument<string>("RECEIPT") { Description = "The receipt's text, a file that holds it, or - for standard input." };
        var data = new Option<string>("--data")
        {
            Description = "For a promise: a data directory of `signet up`, or a store: a directory or s3://BUCKET/PREFIX.",
            DefaultValueFactory = _ => "signet-data",
        };
        var proof = new Option<string?>("--out") { Description = "For a promise: write the proof (R1), which verifies without the log, to this file." };
        var trust = new TrustArguments();
        var command = new Command("verify", "Check that a promise was kept, or that a proof holds.") { receipt, data, proof };
        var store = new StoreArguments();
        trust.AddTo(command);
        store.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var text = await ReadAsync(parsed.GetValue(receipt)!, cancellationToken);
                return await VerifyAsync(text, parsed.GetValue(data)!, trust.Read(parsed), store.ReadS3(parsed), parsed.GetValue(proof), cancellationToken);
            }
            catch (Exception exception)
            {
                await Console.Error.WriteLineAsync("signet: " + SafeText.Of(exception.Message));
                return ExitCodes.NotVerified;
            }
        });
        return command;
    }

    private static Task<int> VerifyAsync(string text, string data, TrustOptions given, S3Settings? s3, string? proofPath, CancellationToken cancellationToken)
    {
        if (InclusionReceipt.TryParse(text, out var inclusion))
        {
            return VerifyProofAsync(inclusion!, data, given, s3, cancellationToken);
        }

        var line = text.Trim();
        line = line.StartsWith(CommentPrefix, StringComparison.Ordinal) ? line[CommentPrefix.Length..] : line;
        return PromiseReceipt.TryParse(line, out var promise)
            ? VerifyPromiseAsync(promise!, data, given, s3, proofPath, cancellationToken)
            : throw new UserErrorException("That is not a receipt.");
    }

    private static async Task<string> ReadAsync(string argument, CancellationToken cancellationToken)
    {
        if (argument == "-")
        {
            var buffer = new char[InclusionReceipt.MaxLength];
            var length = await Console.In.ReadBlockAsync(buffer, cancellationToken);
            return new string(buffer, 0, length);
        }

        if (!File.Exists(argument))
        {
            return argument;
        }

        try
        {
            return new FileInfo(argument).Length <= InclusionReceipt.MaxLength
                ? await File.ReadAllTextAsync(argument, cancellationToken)
                : throw new UserErrorException($"{argument} is too large to be a receipt.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{argument} can't be read: {exception.Message}", exception);
        }
    }

    private static async Task<int> VerifyProofAsync(InclusionReceipt receipt, string data, TrustOptions given, S3Settings? s3, CancellationToken cancellationToken)
    {
        var key = VerifierKey.TryParse(given.Vkey, out var parsed)
            ? parsed
            : (await LogLocation.OpenAsync(data, given, s3, cancellationToken)).Trust.CheckpointKey;
        if (key is null)
        {
            await Console.Error.WriteLineAsync("signet: a proof is checked against the log's checkpoint key: give --vkey.");
            return ExitCodes.NotVerified;
        }

        if (receipt.Verify(key) is not { } entry)
        {
            await Console.Out.WriteLineAsync("DOES NOT HOLD  the log that holds this key never committed to this entry");
            return ExitCodes.Failure;
        }

        await Console.Out.WriteLineAsync($"HOLDS  entry {entry.Seq} stands in log {key.Name}\n  {EntryLine.Of(entry)}");
        return ExitCodes.Success;
    }

    private static async Task<int> VerifyPromiseAsync(
        PromiseReceipt promise, string data, TrustOptions given, S3Settings? s3, string? proofPath, CancellationToken cancellationToken)
    {
        var log = await LogLocation.OpenAsync(data, given, s3, cancellationToken);
        var outcome = await PromiseCheck.RunAsync(promise, log, cancellationToken);
        await Console.Out.WriteLineAsync(outcome.Text);
        if (outcome is { Proof: { } proof } && proofPath is not null)
        {
            await File.WriteAllTextAsync(proofPath, proof.ToString(), new UTF8Encoding(false), cancellationToken);
        }

        return outcome.ExitCode;
    }
}
