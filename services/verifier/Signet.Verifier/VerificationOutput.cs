using Signet.Verifier.Publishing;
using Signet.Verifier.Reports;

namespace Signet.Verifier;

/// <summary>The outcome of a verification in each form that it is given out in.</summary>
public static class VerificationOutput
{
    /// <summary>Writes the files that are asked for, each whole or not at all.</summary>
    /// <exception cref="IOException">A file can't be written.</exception>
    public static ValueTask WriteAsync(VerificationOutcome outcome, ReportFilesOptions files, CancellationToken cancellationToken) =>
        new ReportFiles(files).PublishAsync(outcome, cancellationToken);

    /// <summary>For people: what was checked, how much and how fast, and each finding with where, why and what to do.</summary>
    public static string Text(VerificationOutcome outcome) => ReportText.Of(outcome);

    /// <summary>As JSON, of the schema <c>docs/schemas/signet-report-v1.json</c>.</summary>
    public static string Json(VerificationOutcome outcome) => ReportJson.Of(outcome);

    /// <summary>The findings as SARIF 2.1.0, for whatever shows results of analyses.</summary>
    public static string Sarif(VerificationOutcome outcome) => ReportSarif.Of(outcome);

    /// <summary>In Prometheus' text format.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="before">What the last outcome gave, from which the time of the last success is taken over; null without one.</param>
    public static string Prometheus(VerificationOutcome outcome, string? before) => ReportMetrics.Of(outcome, before);
}
