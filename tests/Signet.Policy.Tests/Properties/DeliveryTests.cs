using CsCheck;
using Signet.Corpora;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Properties;

/// <summary>I3: an answer gets the same decision in one piece and cut anywhere, and the same characters of it are released.</summary>
public sealed class DeliveryTests
{
    private const int Runs = 5_000;

    /// <summary>Answers of the corpora, and its requests as if a model said them.</summary>
    private static readonly IReadOnlyList<string> Answers =
    [
        .. CorpusPolicy.Cases(3_000, FamilySort.Attack, FamilySort.Benign, FamilySort.Reported)
            .Select(value => value.Answer ?? string.Concat(value.Content.Select(item => item.Text))),
    ];

    [Fact]
    public void Inspect_AnswerOfTheCorporaInPieces_IsDecidedAsAWhole() =>
        Gen.Select(Gen.Int[0, Answers.Count - 1], Gen.Int[0, 1_000_000].Array[1, 6]).Sample(
            (at, cuts) => Streams.AssertSame(Run(Answers[at]), Run(Streams.Split(Answers[at], cuts)), $"answer {at} cut at {string.Join(", ", cuts)}"),
            iter: Runs);

    [Fact]
    public void Inspect_AnswersAreNotAllAlike()
    {
        HashSet<Decision> decisions = [.. Answers.Select(answer => Run(answer).Decision)];
        Assert.Superset(new HashSet<Decision> { Decision.Allow, Decision.Redact, Decision.Block }, decisions);
    }

    [Fact]
    public void Inspect_AnswerOfAnAttackOneByOne_IsDecidedAsAWhole()
    {
        foreach (string answer in CorpusPolicy.Cases(3_000, FamilySort.Attack, FamilySort.Benign).Select(value => value.Answer).OfType<string>())
        {
            Streams.AssertSame(Run(answer), Run([.. answer.Select(unit => unit.ToString())]), answer.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static (Decision Decision, string Released) Run(params string[] pieces) =>
        Streams.Run(CorpusPolicy.Whole.Inspect(Requests.With("Please go on.")), pieces);
}
