using Signet.Ledger.Verification;

namespace Signet.Verifier.Reports;

/// <summary>The words that programs read in every form of a report.</summary>
internal static class ReportWords
{
    public static string Of(VerificationResult result) => result switch
    {
        VerificationResult.Clean => "clean",
        VerificationResult.Broken => "broken",
        _ => "not_verified",
    };

    public static string Of(FindingSeverity severity) => severity == FindingSeverity.Error ? "error" : "warning";
}
