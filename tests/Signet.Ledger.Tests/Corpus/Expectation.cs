using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>What the first finding must be: one of these kinds, in this segment, at this entry. Nothing for a change that can't be seen.</summary>
internal sealed record Expectation(IReadOnlyList<FindingKind> Kinds, long? Segment, Func<long?, bool> IsPlace)
{
    /// <summary>True when nothing else may be reported as an error: it would only follow from the first.</summary>
    public bool Alone { get; init; }

    public static Expectation Nothing { get; } = new([], null, seq => seq is null);

    public static Expectation At(FindingKind kind, long segment, long? seq = null) => new([kind], segment, actual => actual == seq);

    /// <summary>Null when the report is as expected, else what it says instead.</summary>
    public string? Fault(VerificationReport report)
    {
        var errors = report.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        var holds = Kinds.Count == 0
            ? errors.Count == 0
            : errors.Count > 0 && Kinds.Contains(errors[0].Kind) && errors[0].Segment == Segment && IsPlace(errors[0].Seq) && (errors.Count == 1 || !Alone);
        return holds ? null
            : $"expected {string.Join('|', Kinds)} in {Segment}; found {string.Join("; ", errors.Take(3).Select(e => $"{e.Kind} {e.Segment}/{e.Seq} {e.Detail}"))}";
    }
}
