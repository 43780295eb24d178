using System.CommandLine;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Verifier;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit verify DIR</c>: exit code 0 clean, 1 broken, 2 could not verify.</summary>
internal static class AuditVerifyCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A data directory of `signet up`, or a store: a directory or s3://BUCKET/PREFIX." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var trust = new TrustArguments();
        var command = new Command("verify", "Check that no record of a log was changed, dropped or back-dated. Opens nothing for writing.")
        {
            directory, json,
        };
        var store = new StoreArguments();
        trust.AddTo(command);
        store.AddToReader(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var log = await LogLocation.OpenAsync(parsed.GetValue(directory)!, trust.Read(parsed), store.ReadS3(parsed), cancellationToken);
                var report = await LogVerifier.VerifyAsync(
                    log.Segments, log.Derived, log.Trust, TimeProvider.System.GetUtcNow(), null, cancellationToken);
                await Console.Out.WriteLineAsync(parsed.GetValue(json)
                    ? ReportJson.Of(report, log.Segments.Protection)
                    : ReportText.Of(report, log.Segments.Protection));
                return (int)report.Result;
            }
            catch (Exception exception)
            {
                await Console.Error.WriteLineAsync("signet: " + SafeText.Of(exception.Message));
                return ExitCodes.NotVerified;
            }
        });
        return command;
    }
}
