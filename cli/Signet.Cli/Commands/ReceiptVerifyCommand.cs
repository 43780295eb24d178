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
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var trust = new TrustArguments();
        var command = new Command("verify", "Check that a promise was kept, or that a proof holds.") { receipt, data, proof, json };
        var store = new StoreArguments();
        trust.AddTo(command);
        store.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var text = await ReadAsync(parsed.GetValue(receipt)!, cancellationToken);
                var outcome = await VerifyAsync(text, parsed.GetValue(data)!, trust.Read(parsed), store.ReadS3(parsed), cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? ReceiptOutput.Json(outcome) : ReceiptOutput.Text(outcome));
                if (outcome is { Proof: { } found } && parsed.GetValue(proof) is { } path)
                {
                    await File.WriteAllTextAsync(path, found.ToString(), new UTF8Encoding(false), cancellationToken);
                }

                return outcome.ExitCode;
            }
            catch (Exception exception)
            {
                await Console.Error.WriteLineAsync("signet: " + SafeText.Of(exception.Message));
                return ExitCodes.NotVerified;
            }
        });
        return command;
    }

    private static async Task<ReceiptOutcome> VerifyAsync(string text, string data, TrustOptions given, S3Settings? s3, CancellationToken cancellationToken)
    {
        if (InclusionReceipt.TryParse(text, out var inclusion))
        {
            return await VerifyProofAsync(inclusion!, data, given, s3, cancellationToken);
        }

        var line = text.Trim();
        line = line.StartsWith(CommentPrefix, StringComparison.Ordinal) ? line[CommentPrefix.Length..] : line;
        return PromiseReceipt.TryParse(line, out var promise)
            ? await PromiseCheck.RunAsync(promise!, await LogLocation.OpenAsync(data, given, s3, cancellationToken), cancellationToken)
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

    private static async Task<ReceiptOutcome> VerifyProofAsync(
        InclusionReceipt receipt, string data, TrustOptions given, S3Settings? s3, CancellationToken cancellationToken)
    {
        var key = VerifierKey.TryParse(given.Vkey, out var parsed)
            ? parsed
            : (await LogLocation.OpenAsync(data, given, s3, cancellationToken)).Trust.CheckpointKey;
        if (key is null)
        {
            throw new UserErrorException("a proof is checked against the log's checkpoint key: give --vkey.");
        }

        return receipt.Verify(key) is { } entry
            ? new ReceiptOutcome(ReceiptResult.Holds, key.Name) { Entry = entry }
            : new ReceiptOutcome(ReceiptResult.DoesNotHold, key.Name) { Reason = "the log that holds this key never committed to this entry" };
    }
}
