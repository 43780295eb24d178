using System.CommandLine;
using System.Reflection;
using Signet.Cli.Logs;
using Signet.Cli.Output;
using Signet.Cli.Reports;
using Signet.Ledger.Verification;
using Signet.Verifier;

namespace Signet.Cli.Commands;

/// <summary><c>signet audit report LOG</c>: what was decided in a period, what that was computed from, and whether the log holds.</summary>
internal static class AuditReportCommand
{
    public static Command Create()
    {
        var markdown = new Option<string?>("--markdown") { Description = "Write the report as Markdown to this file. Without any file it is printed as Markdown." };
        var html = new Option<string?>("--html") { Description = "Write the report as one page without scripts or anything remote to this file." };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON." };
        var noVerify = new Option<bool>("--no-verify") { Description = "Don't verify the log in the same run. The report says so." };
        var anonymise = new Option<bool>("--anonymise") { Description = "Put pseudonyms for owners, models, tools, requests, producers and verifiers, and leave reasons out." };
        var key = new Option<string?>("--anonymise-key") { Description = "A key file (hex): the same pseudonyms in every report under it. Without it, a key of this run alone." };
        var log = new LogArguments();
        var period = new FilterArguments();
        var command = new Command("report", "Report what was decided in a period, from which tree that was computed, and whether the log verifies.")
        {
            markdown, html, json, noVerify, anonymise, key,
        };
        log.AddTo(command);
        period.AddTo(command, periodOnly: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(key) is not null && !parsed.GetValue(anonymise))
            {
                throw new UserErrorException("--anonymise-key goes with --anonymise.");
            }

            using var pseudonyms = !parsed.GetValue(anonymise) ? null : parsed.GetValue(key) is { } path ? Pseudonyms.FromFile(path) : Pseudonyms.OfThisRun();
            var collected = new ReportCollector(period.ReadPeriod(parsed));
            using var source = await log.OpenAsync(parsed, cancellationToken);

            // Verified first: entries that are added in between are then counted and proved, and not the other way round.
            var verification = parsed.GetValue(noVerify)
                ? new ReportVerification("no: not asked for", "not_verified", AnchorsChecked: false, ExitCodes.Success)
                : await VerifyAsync(source, cancellationToken);
            var walk = new EntryWalk(source);
            await foreach (var stored in walk.ReadAsync(cancellationToken))
            {
                collected.Add(stored.Entry);
            }

            var basis = walk.Basis();
            var version = typeof(AuditReportCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            var document = new ReportBuilder(collected, basis, verification, pseudonyms).Build(TimeProvider.System.GetUtcNow(), version);
            await WriteAsync(parsed.GetValue(markdown), () => ReportMarkdown.Of(document));
            await WriteAsync(parsed.GetValue(html), () => ReportHtml.Of(document));
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(ReportJson.Of(document, collected, pseudonyms is null ? basis : basis with { Place = "" }, verification));
            }
            else if (parsed.GetValue(markdown) is null && parsed.GetValue(html) is null)
            {
                await Console.Out.WriteAsync(ReportMarkdown.Of(document));
            }

            return basis.Agrees is false ? ExitCodes.Failure : verification.ExitCode;
        });
        return command;
    }

    private static async Task<ReportVerification> VerifyAsync(IEntrySource source, CancellationToken cancellationToken)
    {
        if (source is not StoreEntrySource { Log: var log })
        {
            return new ReportVerification(
                "in part: every entry was proved to stand under the signed checkpoint; segments, chain, states and the store's locks can't be seen through an auditor",
                "proved",
                AnchorsChecked: false,
                ExitCodes.Success);
        }

        var check = new LogCheck(log.Segments, log.Derived, null, new VerifierOptions { Trust = log.Trust }, TimeProvider.System);
        VerificationOutcome outcome;
        await using (var line = ProgressLine.ForTerminal())
        {
            outcome = await check.RunAsync(ReceiptSet.Empty, full: true, line, cancellationToken);
        }

        if (outcome.Report is not { } report)
        {
            return new ReportVerification($"no: {outcome.Fault}", "not_verified", AnchorsChecked: false, ExitCodes.NotVerified);
        }

        var size = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"entries 0 to {report.Size - 1}, tree head {report.Root}");
        var found = report.Findings.Count == 0 ? "no finding" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{report.Findings.Count} findings, the first: {report.Findings[0].Kind}");
        var how = log.Trust.RootSecrets.Count > 0 ? "with the chain key" : "with public keys alone";
        return report.Result switch
        {
            VerificationResult.Clean => new($"yes, clean: {size}, {how}; {found}", "clean", log.Trust.CheckAnchor is not null, ExitCodes.Success),
            VerificationResult.Broken => new($"yes, and THE LOG IS BROKEN: {size}, {how}; {found}", "broken", log.Trust.CheckAnchor is not null, ExitCodes.Failure),
            _ => new($"no: it can't be verified with what is known of it; {size}, {how}; {found}", "not_verified", log.Trust.CheckAnchor is not null, ExitCodes.NotVerified),
        };
    }

    private static async Task WriteAsync(string? path, Func<string> text)
    {
        if (path is not null)
        {
            await using var file = OutputFile.Open(path);
            await file.Writer.WriteAsync(text());
            await file.CompleteAsync();
        }
    }
}
