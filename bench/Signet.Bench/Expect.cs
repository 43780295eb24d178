using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>What was measured must also have worked.</summary>
internal static class Expect
{
    /// <summary>A log of at least so many entries in which nothing was found.</summary>
    public static VerificationReport Clean(VerificationReport report, long entries) =>
        report is { Result: VerificationResult.Clean, Findings: [] } && report.Entries > entries
            ? report
            : throw new InvalidOperationException($"Not clean: {report.Result}, {report.Entries} entries, {report.Findings.Count} finds.");

    /// <summary>Something rather than nothing.</summary>
    public static T Some<T>(T? value)
        where T : class => value ?? throw new InvalidOperationException("There is no answer.");
}
