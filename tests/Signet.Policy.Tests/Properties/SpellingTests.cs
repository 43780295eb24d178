using System.Text;
using CsCheck;
using Signet.Corpora;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Properties;

/// <summary>I8: what is caught is caught too when it is cut into pieces, stands among other things, or is spelled in other characters.</summary>
public sealed class SpellingTests
{
    private const int Runs = 3_000;

    private static readonly string[] Bystanders = ["Good morning.", "", "What is the weather?", "Danke, das war alles.", "{\"ok\":true}", "123"];

    /// <summary>Attacks whose request alone is stopped.</summary>
    private static readonly Lazy<Task<IReadOnlyList<CorpusCase>>> Caught = new(() => FindCaughtAsync());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Admit_CaughtTextInPieces_IsCaught()
    {
        // What would be edited belongs to one message, so checks that edit look at each by itself; words are read as one text.
        IReadOnlyList<CorpusCase> caught = await FindCaughtAsync("prompt_injection");
        await Gen.Select(Gen.Int[0, caught.Count - 1], Gen.Int[0, 1_000_000].Array[1, 4]).SampleAsync(
            async (at, cuts) =>
            {
                CorpusCase value = caught[at];
                ContentItem[] pieces = [.. value.Content.SelectMany(item => Cut(item.Text, cuts).Select(text => item with { Text = text }))];
                await AssertStoppedAsync(value, pieces, $"cut at {string.Join(", ", cuts)}");
            },
            iter: Runs);
    }

    [Fact]
    public async Task Admit_CaughtTextAmongOthers_IsCaught()
    {
        IReadOnlyList<CorpusCase> caught = await Caught.Value;
        Gen<string[]> others = Gen.Int[0, Bystanders.Length - 1].Select(at => Bystanders[at]).Array[0, 4];
        await Gen.Select(Gen.Int[0, caught.Count - 1], others, others).SampleAsync(
            async (at, before, after) =>
            {
                CorpusCase value = caught[at];
                await AssertStoppedAsync(value, [.. before.Select(Bystander), .. value.Content, .. after.Select(Bystander)], "among others");
            },
            iter: Runs);
    }

    [Theory]
    [InlineData(NormalizationForm.FormC)]
    [InlineData(NormalizationForm.FormD)]
    public async Task Admit_CaughtTextNormalised_IsCaught(NormalizationForm form)
    {
        foreach (CorpusCase value in await Caught.Value)
        {
            ContentItem[] spelled = [.. value.Content.Select(item => item with { Text = item.Text.Normalize(form) })];
            await AssertStoppedAsync(value, spelled, $"{form}");
        }
    }

    [Fact]
    public async Task Admit_CaughtTextInFullWidth_IsCaught()
    {
        foreach (CorpusCase value in await Caught.Value)
        {
            ContentItem[] spelled = [.. value.Content.Select(item => item with { Text = FullWidth(item.Text) })];
            await AssertStoppedAsync(value, spelled, "full width");
        }
    }

    private static async Task AssertStoppedAsync(CorpusCase value, ContentItem[] content, string how)
    {
        StageOutcome outcome = await CorpusPolicy.Whole.AdmitAsync(CorpusRequest.Of(value with { Content = content }), Token);
        Assert.True(outcome.Decision >= Decision.Escalate, $"{value.Id}: {outcome.Decision}, {how}");
    }

    private static async Task<IReadOnlyList<CorpusCase>> FindCaughtAsync(string? by = null)
    {
        List<CorpusCase> caught = [];
        foreach (CorpusCase value in CorpusPolicy.Cases(30_000, FamilySort.Attack))
        {
            StageOutcome outcome = await CorpusPolicy.Whole.AdmitAsync(CorpusRequest.Of(value), Token);
            if (outcome.Decision >= Decision.Escalate && (by is null || outcome.Check == by))
            {
                caught.Add(value);
            }
        }

        Assert.True(caught.Count > 100);
        return caught;
    }

    /// <summary>Pieces of a text; no cut parts a surrogate pair.</summary>
    private static string[] Cut(string text, int[] cuts) => Streams.Split(text, cuts.Select(cut =>
    {
        int at = cut % (text.Length + 1);
        return at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
    }));

    private static ContentItem Bystander(string text) => new()
    {
        Kind = ContentKind.Text,
        Direction = ContentDirection.Request,
        Role = ContentRole.User,
        Location = "/messages/0/content",
        Text = text,
    };

    private static string FullWidth(string text) =>
        string.Concat(text.Select(unit => unit is > ' ' and < '\u007f' ? (char)(unit - ' ' + '\uff00') : unit));
}
