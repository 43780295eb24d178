using System.Globalization;
using System.Text;
using Signet.Corpora;
using Signet.Corpora.Running;
using Signet.Shared.Terminal;

namespace Signet.Cli.Output;

/// <summary>What a policy decided of a corpus, for people.</summary>
internal static class QualityText
{
    private const int MaxIds = 500;

    public static string Of(CorpusReport report, IReadOnlyList<string> worse)
    {
        var text = new StringBuilder();
        Add(text, report, FamilySort.Attack, "attacks caught");
        Add(text, report, FamilySort.Benign, "ordinary requests allowed");
        Add(text, report, FamilySort.Reported, "reported, counted nowhere: as expected");
        foreach (var family in report.NotCovered)
        {
            text.Append(CultureInfo.InvariantCulture, $"not covered: {family.Family.Name} ({string.Join(" or ", family.Family.Checks)})\n");
        }

        foreach (var result in report.Families.SelectMany(family => family.Wrong).Take(MaxIds))
        {
            text.Append(CultureInfo.InvariantCulture, $"wrong: {result.Case.Id}: {QualityWords.Of(result)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"time: median {report.Time(0.5).TotalMicroseconds:0} us, p99 {report.Time(0.99).TotalMicroseconds:0} us for each case\n");
        foreach (var sentence in worse)
        {
            text.Append("worse: ").Append(sentence).Append('\n');
        }

        return string.Join('\n', text.ToString().TrimEnd('\n').Split('\n').Select(SafeText.Of));
    }

    private static void Add(StringBuilder text, CorpusReport report, FamilySort sort, string title)
    {
        var families = report.Covered(sort).ToList();
        text.Append(CultureInfo.InvariantCulture, $"{title}: {QualityWords.Share(families)} in {families.Count} families\n");
        foreach (var family in families)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {family.Family.Name,-34} {family.Right,4} of {family.Cases.Count,4}\n");
        }
    }
}
