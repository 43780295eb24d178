using System.Text.Json;

namespace Signet.Ledger.Verification;

/// <summary>One thing that verification found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Segment">The segment it was found in, or null where it concerns the log as a whole.</param>
/// <param name="Seq">The entry, or null where it concerns more than one.</param>
/// <param name="Detail">What was expected and what was found, without any octets of the log.</param>
/// <param name="Severity">What it means for the result.</param>
public sealed record Finding(
    FindingKind Kind, long? Segment, long? Seq, string Detail, FindingSeverity Severity = FindingSeverity.Error)
{
    /// <summary>The wire name of the kind, such as <c>mac_mismatch</c>.</summary>
    public string Name => JsonNamingPolicy.SnakeCaseLower.ConvertName(Kind.ToString());
}
