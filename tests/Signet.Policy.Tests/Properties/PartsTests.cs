using CsCheck;
using Signet.Corpora;
using Signet.Policy.Checks.ClassificationGate;
using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;
using Signet.Policy.Tests.Checks.SensitiveData;

namespace Signet.Policy.Tests.Properties;

/// <summary>I8: a text in several parts of one message is judged no more mildly than as one part, and messages in another order no more mildly.</summary>
public sealed class PartsTests
{
    private const int Runs = 3_000;

    private static readonly string[] Values = [.. RuleCases.All.Values.SelectMany(cases => cases.Holds)];

    private static readonly string[] Others =
    [
        .. RuleCases.All.Values.SelectMany(cases => cases.Looks), "", " ", "\n", "the quick brown fox ", "12", "password=", "card ", "\u200B", "\uFF11",
        "\uD835\uDFCE", "-", "@",
    ];

    private static readonly string[] Words = ["ab12", "a", "1", "-", " ", "foo", "foo.internal", "\n", "xx", ".internal", "key:", "END", "12-34", "_"];

    private static readonly string[] Patterns =
    [
        @"\b[0-9]{2}-[0-9]{2}\b", @"(?i)[a-z0-9-]+\.internal", "foo", @"\bfoo\b", @"foo\B", "^a", "1$", @"(?s)key:.*END", @"x+1", "[0-9]{4}", @"\bxx", "a b",
    ];

    private static readonly string[] Markings =
    [
        "(S//NF)", "SECRET//NOFORN", "TOP SECRET//SI/TK//NOFORN", "//NOFORN", "S//XYZ", "(C//REL TO USA, GBR)", "(TS)", "top secret", "FOUO", "( S / / N F )",
        "SECRET" + new string(' ', 63) + "//NOFORN", "S//REL TO\u200B USA", "(U)", "CUI//SP-PRVCY",
    ];

    private static readonly string[] Prose = ["", " ", "the file", "(", ")", "copyright ", "\n", "S", "a ", "//", ". ", "\u200B"];

    private static readonly Gen<int[]> Cuts = Gen.Int[0, 1_000_000].Array[1, 4];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Admit_SensitiveTextInParts_IsJudgedAsOne()
    {
        SensitiveDataCheck sut = Samples.Everything();
        return Gen.Select(Text(Values, Others), Cuts).SampleAsync((text, cuts) => AssertNoMilderAsync(sut, text, cuts), iter: Runs);
    }

    [Theory]
    [InlineData(RedactionStyle.Shape)]
    [InlineData(RedactionStyle.Label)]
    [InlineData(RedactionStyle.Hash)]
    public Task Admit_SensitiveValueInParts_IsGoneFromAllOfThem(RedactionStyle style)
    {
        SensitiveDataCheck sut = Samples.Everything(style);
        return Gen.Select(Pick(Values), Pick("", "Look: ", "12 words.\n"), Cuts).SampleAsync(
            async (value, before, cuts) =>
            {
                RequestContext whole = Requests.With(before + value);
                StageOutcome known = await AdmitAsync(sut, whole);
                RequestContext request = Requests.WithParts(Cut(before + value, cuts));
                StageOutcome outcome = await AdmitAsync(sut, request);
                Assert.True(outcome.Decision >= known.Decision);
                AssertGone(sut, before + value, request, outcome);
            },
            iter: Runs);
    }

    [Fact]
    public async Task Admit_TextThatAnExpressionMatchesInParts_IsJudgedAsOne()
    {
        RegexContentCheck[] checks = [.. Patterns.Select(pattern => Expression(pattern)), Expression([.. Patterns])];
        await Gen.Select(Gen.Int[0, checks.Length - 1], Pick(Words).Array[1, 10], Cuts).SampleAsync(
            async (at, words, cuts) =>
            {
                string text = string.Concat(words);
                await AssertNoMilderAsync(checks[at], text, cuts);
            },
            iter: 4 * Runs);
    }

    [Fact]
    public Task Admit_MarkingInParts_IsJudgedAsOne()
    {
        ClassificationGateCheck sut = new(new() { ReadMarkings = true, TopSecretInProse = true });
        return Gen.Select(Text(Markings, Prose), Cuts).SampleAsync((text, cuts) => AssertNoMilderAsync(sut, text, cuts), iter: 4 * Runs);
    }

    [Fact]
    public async Task Admit_MessagesInAnotherOrder_AreJudgedNoMoreMildly()
    {
        string[] bystanders = ["Good morning.", "What is the weather?", "Danke, das war alles.", "{\"ok\":true}", "123"];
        IReadOnlyList<CorpusCase> cases =
            [.. CorpusPolicy.Cases(10_000, FamilySort.Attack, FamilySort.Benign, FamilySort.Reported).Where(value => value.Content.Count == 1 && value.Answer is null)];
        PolicyPipeline[] pipelines = [.. CorpusPolicy.Checks.Select(check => CorpusPolicy.Build([check])), CorpusPolicy.Whole];
        await Gen.Select(Gen.Int[0, cases.Count - 1], Gen.Shuffle(bystanders), Gen.Int[0, 5], Gen.Int[0, CorpusPolicy.Checks.Count]).SampleAsync(
            async (at, others, place, check) =>
            {
                PolicyPipeline sut = pipelines[check];
                CorpusCase value = cases[at];
                ContentItem item = value.Content[0] with { Location = "/messages/5/content/0/text" };
                List<ContentItem> content = [.. others.Select((text, i) => Requests.Parts(i, text).Single())];
                StageOutcome last = await sut.AdmitAsync(CorpusRequest.Of(value with { Content = [.. content, item] }), Token);
                content.Insert(place, item);
                StageOutcome moved = await sut.AdmitAsync(CorpusRequest.Of(value with { Content = content }), Token);
                Assert.True(last.Decision == moved.Decision, $"{value.Id}: {last.Decision} at the end, {moved.Decision} at {place}");
            },
            iter: Runs);
    }

    [Fact]
    public Task Admit_PartsInAnotherOrder_NeverHideAValueOfOne()
    {
        SensitiveDataCheck sut = Samples.Everything();
        return Gen.Select(Pick(Values), Pick(Others).Array[1, 4], Gen.Int[0, 4]).SampleAsync(
            async (value, others, place) =>
            {
                StageOutcome alone = await AdmitAsync(sut, Requests.With(value));
                List<string> parts = [.. others];
                parts.Insert(Math.Min(place, parts.Count), value);
                StageOutcome among = await AdmitAsync(sut, Requests.WithParts(parts));
                Assert.True(among.Decision >= alone.Decision, $"{alone.Decision} alone, {among.Decision} in {string.Join(" | ", parts)}");
            },
            iter: Runs);
    }

    private static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static Gen<string> Text(string[] values, string[] others) =>
        Gen.Select(Pick(others).Array[0, 3], Pick(values), Pick(others).Array[0, 3])
            .Select((before, value, after) => string.Concat(before) + value + string.Concat(after));

    private static async Task AssertNoMilderAsync(IAdmissionCheck check, string text, int[] cuts)
    {
        StageOutcome whole = await AdmitAsync(check, Requests.With(text));
        RequestContext request = Requests.WithParts(Cut(text, cuts));
        string how = string.Join(" | ", request.Content.Select(item => item.Text));
        StageOutcome parts = await AdmitAsync(check, request);
        Assert.True(parts.Decision >= whole.Decision, $"{whole.Decision} as one, {parts.Decision} in {how}");
        AssertGone(check, text, request, parts);
    }

    /// <summary>What goes on holds nothing that the check finds in it as one text.</summary>
    private static void AssertGone(IAdmissionCheck check, string text, RequestContext request, StageOutcome outcome)
    {
        if (outcome.Decision != Decision.Redact)
        {
            return;
        }

        string left = string.Concat(request.Content.Select(item => item.Text));
        Assert.NotEqual(text, left);
        StageOutcome again = AdmitAsync(check, Requests.With(left)).Result;
        Assert.True(again.Decision == Decision.Allow, $"{text} became {left}, {again.Decision}");
    }

    private static Task<StageOutcome> AdmitAsync(IAdmissionCheck check, RequestContext request) =>
        new PolicyPipeline([check], shadow: false, TimeProvider.System).AdmitAsync(request, Token).AsTask();

    private static RegexContentCheck Expression(params string[] patterns) => new(new RegexContentOptions
    {
        Rules =
        [
            .. patterns.Select((pattern, i) => new RegexRule
            {
                Label = $"rule{i}",
                Pattern = pattern,
                Action = Decision.Redact,

                // Makes no new edge of a word, which would need another pass of the pipeline, and these have an end.
                Replacement = "_",
                On = RuleScope.Request,
            }),
        ],
    });

    private static string[] Cut(string text, int[] cuts) => Streams.Split(text, cuts);
}
