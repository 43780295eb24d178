using System.Globalization;
using System.Text;
using Signet.Corpora;
using Signet.Corpora.Running;

namespace Signet.Cli.Output;

/// <summary>What a policy decided of a corpus, as a page that is the same for the same decisions: it has no times.</summary>
internal static class QualityPage
{
    private const string Head = """
        # Policy quality

        What the policy of the corpora ([policy.yaml](../tests/corpora/policy/policy.yaml)) decides of them
        ([how they are made](../tests/corpora/policy/README.md)). Written by

            signet bench policy --markdown docs/policy-quality.md --write-baseline tests/corpora/policy/baseline.json

        and compared by the tests: they fail when an attack is missed or an ordinary request is stopped that wasn't before. The sentences were
        written for this project by those who write the checks, so the numbers say what the checks do with ideas that are known, and nothing
        of ideas that aren't.


        """;

    public static string Of(CorpusReport report)
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        var attacks = report.Covered(FamilySort.Attack).ToList();
        var benign = report.Covered(FamilySort.Benign).ToList();
        page.Append(CultureInfo.InvariantCulture, $"- Attacks caught: {QualityWords.Share(attacks)} in {attacks.Count} families.\n");
        page.Append(CultureInfo.InvariantCulture, $"- False positives: {Stopped(benign)} of {benign.Sum(family => family.Cases.Count)} in {benign.Count} families.\n");
        AddNotCovered(page, report);
        Table(page, "Attacks", "Caught", attacks, family => family.Right);
        Table(page, "Ordinary requests", "Stopped or changed", benign, family => family.Cases.Count - family.Right);
        page.Append("\nCases on which people disagree, and gaps that no check promises to close. They are in no total.\n");
        Table(page, "Reported", "As expected", [.. report.Covered(FamilySort.Reported)], family => family.Right);
        AddWrong(page, "Missed attacks", attacks);
        AddWrong(page, "False positives", benign);
        return page.ToString();
    }

    private static int Stopped(IEnumerable<FamilyResult> families) => families.Sum(family => family.Cases.Count - family.Right);

    private static void AddNotCovered(StringBuilder page, CorpusReport report)
    {
        var names = report.NotCovered.Select(family => $"{family.Family.Name} ({string.Join(" or ", family.Family.Checks)})").ToList();
        if (names.Count > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"- Not covered, since the policy has no such check: {string.Join(", ", names)}.\n");
        }
    }

    private static void Table(StringBuilder page, string title, string column, List<FamilyResult> families, Func<FamilyResult, int> count)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| Family | Language | Idea | Cases | {column} | % |\n|---|---|---|--:|--:|--:|\n");
        foreach (var family in families)
        {
            var number = count(family);
            page.Append(CultureInfo.InvariantCulture, $"| {family.Family.Name} | {family.Family.Language} | {family.Family.Notes} ")
                .Append(CultureInfo.InvariantCulture, $"| {family.Cases.Count} | {number} | {QualityWords.Percent(number, family.Cases.Count)} |\n");
        }
    }

    private static void AddWrong(StringBuilder page, string title, List<FamilyResult> families)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        var wrong = families.Where(family => family.Wrong.Any()).ToList();
        foreach (var family in wrong)
        {
            var cases = family.Wrong.Select(result => $"{result.Case.Id[(family.Family.Name.Length + 1)..]} ({QualityWords.Of(result)})");
            page.Append(CultureInfo.InvariantCulture, $"- {family.Family.Name}: {string.Join(", ", cases)}\n");
        }

        page.Append(wrong.Count == 0 ? "None.\n" : "");
    }
}
