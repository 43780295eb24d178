using System.Globalization;
using Signet.Corpora.Running;
using Signet.Policy.Pipeline;

namespace Signet.Cli.Output;

/// <summary>Words and numbers that all forms of the result share.</summary>
internal static class QualityWords
{
    public static string Of(Decision decision) => decision switch
    {
        Decision.Allow => "allow",
        Decision.Redact => "redact",
        Decision.Escalate => "escalate",
        _ => "block",
    };

    public static string Of(CaseResult result) => result.Failed
        ? $"{result.Check} failed"
        : result.Decision == Decision.Allow ? "allow" : $"{Of(result.Decision)} by {result.Check}";

    /// <summary>Right of all, and in per cent; rounded down, so that 100 means all.</summary>
    public static string Share(IReadOnlyCollection<FamilyResult> families)
    {
        var (right, all) = (families.Sum(family => family.Right), families.Sum(family => family.Cases.Count));
        return all == 0 ? "0 of 0" : string.Create(CultureInfo.InvariantCulture, $"{right} of {all} ({Percent(right, all)} %)");
    }

    public static string Percent(int part, int all) => (Math.Floor(1_000.0 * part / all) / 10).ToString("0.#", CultureInfo.InvariantCulture);
}
