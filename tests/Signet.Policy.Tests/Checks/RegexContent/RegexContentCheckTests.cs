using CsCheck;
using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.RegexContent;

public sealed class RegexContentCheckTests
{
    private static readonly RegexRule Ssn = Rule("us_ssn", @"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", Decision.Redact) with
    {
        Replacement = "[SSN]",
        MaxLength = 11,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdmitAsync_Redact_EditsExactSpansOfEveryItem()
    {
        RequestContext request = Requests.With("a 111-22-3333 b 222-33-4444", "none", "333-44-5555");
        StageOutcome outcome = await Pipeline(Ssn).AdmitAsync(request, Token);
        Assert.Equal(Decision.Redact, outcome.Decision);
        Assert.Equal(["a [SSN] b [SSN]", "none", "[SSN]"], request.Content.Select(item => item.Text));
        Assert.Equal(3, outcome.Redactions);
        Assert.Equal(3, outcome.Coverage[0].Seen);
    }

    [Fact]
    public async Task AdmitAsync_SeveralRules_StrictestWinsAndRedactionStillHappens()
    {
        RequestContext request = Requests.With("111-22-3333 ask");
        StageOutcome escalated = await Pipeline(Ssn, Rule("ask", "ask", Decision.Escalate)).AdmitAsync(request, Token);
        Assert.Equal(Decision.Escalate, escalated.Decision);
        Assert.Equal("[SSN] ask", request.Content[0].Text);
        StageOutcome blocked = await Pipeline(Ssn, Rule("ask", "ask", Decision.Block)).AdmitAsync(Requests.With("111-22-3333 ask"), Token);
        Assert.Equal((Decision.Block, "ask"), (blocked.Decision, blocked.Metadata["label"]));
    }

    [Fact]
    public async Task AdmitAsync_OverlappingRedactions_Merge()
    {
        RequestContext request = Requests.With("xabcdx");
        await Pipeline(Rule("late", "bcd", Decision.Redact) with { Replacement = "2" }, Rule("early", "abc", Decision.Redact) with
        {
            Replacement = "1",
        }).AdmitAsync(request, Token);
        Assert.Equal("x1x", request.Content[0].Text);
    }

    [Fact]
    public async Task AdmitAsync_MatchOverSeveralParts_IsReplacedOnce()
    {
        RequestContext request = Requests.WithParts("my 111-22", "", "-33", "33 ok, 222-33-4444", "5");
        StageOutcome outcome = await Pipeline(Ssn).AdmitAsync(request, Token);
        Assert.Equal((Decision.Redact, "2"), (outcome.Decision, outcome.Metadata["matches"]));
        Assert.Equal(["my [SSN]", "", "", " ok, [SSN]", "5"], request.Content.Select(item => item.Text));
    }

    [Fact]
    public async Task AdmitAsync_LongMatchOverParts_IsFoundWhateverItsLength()
    {
        RequestContext request = Requests.WithParts([.. Enumerable.Repeat(new string('a', 1_000), 20), "b"]);
        Assert.Equal(Decision.Block, (await Pipeline(Rule("long", "a+b", Decision.Block)).AdmitAsync(request, Token)).Decision);
    }

    [Fact]
    public async Task AdmitAsync_MatchOverTwoMessages_IsNone()
    {
        Assert.Equal(Decision.Allow, (await Pipeline(Ssn).AdmitAsync(Requests.With("111-22", "-3333"), Token)).Decision);
        RequestContext request = Requests.With("");
        request.Content = [.. Requests.Parts(0, "a", "111-22"), .. Requests.Parts(1, "-3333", "b")];
        Assert.Equal(Decision.Allow, (await Pipeline(Ssn).AdmitAsync(request, Token)).Decision);
    }

    [Fact]
    public async Task Scope_OneSide_LooksAtNothingElse()
    {
        RegexContentCheck request = new(new RegexContentOptions { Rules = [Rule("a", "bad$", Decision.Block) with { On = RuleScope.Request }] });
        Assert.Equal(Decision.Allow, Streams.Run([request], Requests.With("x"), "bad").Decision);
        RegexContentCheck response = new(new RegexContentOptions { Rules = [Rule("a", "bad", Decision.Block) with { On = RuleScope.Response }] });
        Assert.Equal(Decision.Allow, (await response.AdmitAsync(Requests.With("bad"), Token)).Result.Decision);
        Assert.Equal(Decision.Block, Streams.Run([response], Requests.With("x"), "bad").Decision);
    }

    [Theory]
    [InlineData("a 111-22-3333 b", "a [SSN] b")]
    [InlineData("111-22-3333", "[SSN]")]
    [InlineData("1111-22-3333 111-22-33334", "1111-22-3333 111-22-33334")]
    [InlineData("111-22-3333.222-33-4444", "[SSN].[SSN]")]
    [InlineData("x111-22-3333 \uD83D\uDE00111-22-3333", "x111-22-3333 \uD83D\uDE00[SSN]")]
    public void Inspect_Redact_IsTheSameHoweverItIsCut(string text, string expected) =>
        Assert.Equal(
            (expected == text ? Decision.Allow : Decision.Redact, expected),
            Streams.RunAllWays([Check(Ssn)], () => Requests.With("x"), text));

    [Fact]
    public void Inspect_Prose_HoldsNothingBack()
    {
        ResponseInspection sut = Pipeline(Ssn).Inspect(Requests.With("x"));
        Assert.Equal(17, sut.Push(Requests.Channel, "I have 3 apples. "));
        Assert.Equal(17, sut.Push(Requests.Channel, "111-"));
        Assert.Equal(23, sut.Push(Requests.Channel, "2."));
    }

    [Fact]
    public void Inspect_UnreadablePattern_HoldsBackABoundedWindow()
    {
        RegexRule rule = Rule("any", "a.c", Decision.Redact) with { MaxLength = 64 };
        ResponseInspection sut = Pipeline(rule).Inspect(Requests.With("x"));
        for (int i = 1; i <= 50; i++)
        {
            Assert.InRange((100L * i) - sut.Push(Requests.Channel, new string('x', 100)), 0, 64 + 16 + 2);
        }
    }

    [Fact]
    public void Inspect_MatchLongerThanAllowed_Blocks()
    {
        RegexRule rule = Rule("digits", "[0-9]+", Decision.Redact) with { MaxLength = 20 };
        Assert.Equal(Decision.Redact, Run(rule, new string('1', 20)).Decision);
        Assert.Equal(Decision.Block, Run(rule, new string('1', 21)).Decision);
        Assert.Equal(Decision.Block, Run(rule, new string('1', 100)).Decision);
    }

    public static TheoryData<string, int> Patterns => new()
    {
        { "a.c", 3 },
        { "a+b?|b+c", 5 },
        { @"\bab*\b", 8 },
        { "[^a]{2,3}a", 4 },
        { @"^ab|(?i)bC", 3 },
        { @"(?:ab|a)(?<n>c|bcd)?", 5 },
        { @"a[^\n]*c", 30 },
        { @"\w+\s\w+", 12 },
    };

    /// <summary>I3: what a rule finds doesn't depend on how the answer comes in pieces.</summary>
    [Theory]
    [MemberData(nameof(Patterns))]
    public void Inspect_RandomText_IsTheSameInPieces(string pattern, int maxLength)
    {
        RegexContentCheck sut = Check(Rule("r", pattern, Decision.Redact) with { Replacement = "#", MaxLength = maxLength });
        Gen.Select(Gen.String[Gen.OneOf('a', 'b', 'c', 'd', ' ', '\n'), 0, 120], Gen.Int[0, 1000].Array[0, 20]).Sample(
            (text, cuts) =>
            {
                (Decision, string) whole = Streams.Run([sut], Requests.With("x"), text);
                Streams.AssertSame(whole, Streams.Run([sut], Requests.With("x"), Streams.Split(text, cuts)), text);
                Streams.AssertSame(whole, Streams.Run([sut], Requests.With("x"), [.. text.Select(c => c.ToString())]), text);
            },
            iter: 500);
    }

    /// <summary>Where no match is too long, an answer is redacted exactly as the expression engine would do it in one piece.</summary>
    [Theory]
    [InlineData("a.c", 3)]
    [InlineData(@"\bab{0,3}\b", 4)]
    [InlineData("[ab]{1,4}c", 5)]
    public void Inspect_RandomText_FindsWhatTheEngineFinds(string pattern, int maxLength)
    {
        RegexContentCheck sut = Check(Rule("r", pattern, Decision.Redact) with { Replacement = "#", MaxLength = maxLength });
        System.Text.RegularExpressions.Regex regex = new(pattern);
        Gen.String[Gen.OneOf('a', 'b', 'c', ' '), 0, 120].Sample(
            text => Assert.Equal(regex.Replace(text, "#"), Streams.Run([sut], Requests.With("x"), text).Released), iter: 1000);
    }

    [Fact]
    public void Inspect_AnyCharacters_NeverThrows()
    {
        RegexContentCheck sut = Check(Ssn, Rule("a", @"[\uD800-\uDFFF]{3}", Decision.Redact), Rule("b", @"\w{2}\s", Decision.Redact));
        Gen.Char.Array[0, 60].Sample(
            chars => Assert.True(Streams.Run([sut], Requests.With("x"), new string(chars)).Decision <= Decision.Redact), iter: 1000);
    }

    [Theory]
    [InlineData("(a)\\1")]
    [InlineData("(?=a)b")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a)b")]
    [InlineData("a(")]
    [InlineData("")]
    [InlineData("a*")]
    [InlineData("a$")]
    [InlineData("a\\z")]
    [InlineData("\\Ga")]
    public void Constructor_PatternThatCannotBeStreamed_Throws(string pattern) =>
        Assert.Throws<ArgumentException>(() => Check(Rule("r", pattern, Decision.Block)));

    [Fact]
    public void Constructor_ReplacementThatMatches_Throws() =>
        Assert.Throws<ArgumentException>(() => Check(Rule("r", "x", Decision.Redact) with { Replacement = "xx" }));

    [Fact]
    public void Constructor_BadOption_Throws()
    {
        Assert.Throws<ArgumentException>(() => Check(Rule("R", "x", Decision.Redact)));
        Assert.Throws<ArgumentException>(() => Check(Rule("r", "x", Decision.Allow)));
        Assert.Throws<ArgumentException>(() => Check(Rule("r", "x", Decision.Block) with { MaxLength = 0 }));
        Assert.Throws<ArgumentException>(() => Check(Rule("r", "x", Decision.Block) with { MaxLength = 4097 }));
    }

    private static (Decision Decision, string Released) Run(RegexRule rule, string text) =>
        Streams.RunAllWays([Check(rule)], () => Requests.With("x"), text);

    private static RegexRule Rule(string label, string pattern, Decision action) => new() { Label = label, Pattern = pattern, Action = action };

    private static RegexContentCheck Check(params RegexRule[] rules) => new(new RegexContentOptions { Rules = rules });

    private static PolicyPipeline Pipeline(params RegexRule[] rules) => new([Check(rules)], shadow: false, TimeProvider.System);
}
