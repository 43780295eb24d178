using CsCheck;
using Signet.Policy.Checks.ScopeDrift;
using Signet.Policy.Classification;
using Signet.Policy.Pipeline;
using Signet.Policy.Tests.Classification;

namespace Signet.Policy.Tests.Checks.ScopeDrift;

public sealed class ScopeDriftCheckTests
{
    [Theory]
    [InlineData("(TS//SCI) the plan")]
    [InlineData("(U) intro. (TS//SCI) payload")]
    [InlineData("( s / / nf ) payload")]
    [InlineData("S//NF")]
    [InlineData("SECRET // NOFORN")]
    [InlineData("SECRET//REL TO USA")]
    [InlineData("This is TOP\nSECRET.")]
    [InlineData("CONFIDENTIAL//")]
    [InlineData("\uFF34\uFF33//SCI")]
    [InlineData("T\u200BS//S\u2060CI")]
    [InlineData("\u0422\u0405//SCI")]
    [InlineData("\u03A4OP S\u0415CRE\u0422")]
    [InlineData("x //NOFORN")]
    [InlineData("(S) payload")]
    [InlineData("FOUO")]
    public void Inspect_MarkingAboveTheRequest_BlocksHoweverItIsCut(string text) => Assert.Equal(Decision.Block, Run("", text).Decision);

    [Theory]
    [InlineData("Attach the file(s) and tick option (c).")]
    [InlineData("(U) nothing to see")]
    [InlineData("Your laptop secrets are safe; the top secretary agreed.")]
    [InlineData("typescript (ts) // science")]
    [InlineData("see http://example.com/ports//science/a//b")]
    [InlineData("Это совершенно обычный текст; κι αυτό επίσης.")]
    [InlineData("The secret of a good soup is salt.")]
    [InlineData("Ordinary text, emoji \uD83D\uDC68\u200D\uD83D\uDC69, فارسی می\u200Cخواهم.")]
    public void Inspect_OrdinaryText_PassesUnchanged(string text) => Assert.Equal((Decision.Allow, text), Run("", text));

    [Theory]
    [InlineData("SECRET//NOFORN", "(S//NF) fine", Decision.Allow)]
    [InlineData("SECRET", "(S//NF) for fewer than the request says", Decision.Block)]
    [InlineData("SECRET", "(S) fine", Decision.Allow)]
    [InlineData("SECRET", "(TS) not", Decision.Block)]
    [InlineData("TS", "TOP SECRET", Decision.Allow)]
    [InlineData("TS", "TOP SECRET//SCI", Decision.Block)]
    [InlineData("TS_SCI", "TS//SCI", Decision.Allow)]
    [InlineData("nonsense", "FOUO", Decision.Block)]
    public void Inspect_RequestLevel_IsTheLimit(string level, string text, Decision expected) =>
        Assert.Equal(expected, Run(level, text).Decision);

    [Fact]
    public void Inspect_Options_ChangeTheMarkers()
    {
        ScopeDriftCheck sut = new(new()
        {
            TopSecretInProse = false,
            Without = ["(C)"],
            Markers = [new ScopeMarker("PROJECT X", Labels.Data("SECRET"))],
        });
        Assert.Equal(Decision.Allow, Streams.Run([sut], Requests.With("x"), "a top secret (C)").Decision);
        Assert.Equal(Decision.Block, Streams.Run([sut], Requests.With("x"), "project x").Decision);
        Assert.Equal(Decision.Block, Streams.Run([sut], Requests.With("x"), "(TOP SECRET)").Decision);
    }

    [Fact]
    public void Inspect_Found_NamesMarkerAndLevels()
    {
        ResponseInspection inspection = new PolicyPipeline([new ScopeDriftCheck(new())], false, TimeProvider.System)
            .Inspect(Requests.With("x"));
        Assert.Equal(5, inspection.Push(Requests.Channel, "hush ts//sci"));
        Assert.Equal(5, inspection.Push(Requests.Channel, " ")); // Slashes and more terms may follow.
        Assert.Equal(5, inspection.Push(Requests.Channel, "x"));
        Assert.Equal("TS//SCI", inspection.Outcome.Metadata["marker"]);
        Assert.Equal("TS_SCI", inspection.Outcome.Metadata["marker_level"]);
        Assert.Equal("UNCLASS", inspection.Outcome.Metadata["request_level"]);
        Assert.DoesNotContain("hush", inspection.Outcome.Reason, StringComparison.Ordinal);
    }

    /// <summary>I2 and I3: never a marker's first character before the decision, and the same decision however text is cut.</summary>
    [Fact]
    public void Inspect_RandomText_IsTheSameInPieces()
    {
        ScopeDriftCheck sut = new(new());
        Gen<string> words = Gen.OneOf(
            "(", ")", "S", "TS", "//", "/", "NF", "SCI", "TOP", "SECRET", " ", "\n", "U", "\u200B", "x", "FOUO", "\uD83D", "\uDE00", "\uFF33");
        Gen.Select(words.Array[0, 12], Gen.Int[0, 1000].Array[0, 8], Gen.OneOf("", "SECRET", "TS")).Sample(
            (parts, cuts, level) =>
            {
                string text = string.Concat(parts);
                (Decision, string) whole = Streams.Run([sut], Classified(level), text);
                Streams.AssertSame(whole, Streams.Run([sut], Classified(level), Streams.Split(text, cuts)), text);
            },
            iter: 3000);
    }

    /// <summary>A parenthesis right behind a word decides too, as soon as a level follows: that it closes makes unknown terms count.</summary>
    [Theory]
    [InlineData("f(U//ABCDEFG)")]
    [InlineData("f( U//ABCDEFG )")]
    [InlineData("\uFF33(U//ABCDEFG)")]
    [InlineData("f\uFF08U//ABCDEFG)")]
    [InlineData("f(\u200B\uFF35//ABCDEFG)")]
    public void Inspect_ParenthesisBehindAWord_BlocksHoweverItIsCut(string text) => Assert.Equal(Decision.Block, Run("SECRET", text).Decision);

    [Fact]
    public void Inspect_RandomTextCutOnce_IsTheSame()
    {
        Gen<string> words = Gen.OneOf("(", ")", "S", "TS", "//", "/", "SCI", "FOUO", "SECRET", " ", "U", "\u200B", "x", "\uFF33", "\uFF08");
        Gen.Select(words.Array[0, 10], Gen.OneOf("", "SECRET", "TS")).Sample((parts, level) => { Run(level, string.Concat(parts)); }, iter: 2000);
    }

    [Fact]
    public void Inspect_AnyCharacters_NeverThrows()
    {
        ScopeDriftCheck sut = new(new());
        Gen.Char.Array[0, 60].Sample(
            chars =>
            {
                (Decision decision, string released) = Streams.Run([sut], Requests.With("x"), new string(chars));
                Assert.True(decision == Decision.Block || released == new string(chars));
            },
            iter: 2000);
    }

    [Theory]
    [InlineData("SECRET", "(S//NF)", Decision.Allow)]
    [InlineData("SECRET", "(TS)", Decision.Block)]
    public void Inspect_LevelsAlone_IgnoresTheRest(string level, string text, Decision expected) =>
        Assert.Equal(expected, Streams.Run([new ScopeDriftCheck(new() { Compare = DriftComparison.Level })], Classified(level), text).Decision);

    [Theory]
    [InlineData("S//NF", "S//NF", Decision.Allow)]
    [InlineData("S//NF", "(S//NF) and (S//OC)", Decision.Block)]
    [InlineData("//NOFORN", "x //NOFORN", Decision.Allow)]
    [InlineData("//NOFORN", "SECRET//NOFORN", Decision.Block)]
    [InlineData("TS//NF", "(TS//NF)", Decision.Allow)]
    public void Inspect_Without_LeavesOutWhatHoldsNothingElse(string without, string text, Decision expected) =>
        Assert.Equal(expected, Streams.Run([new ScopeDriftCheck(new() { Without = [without] })], Requests.With("x"), text).Decision);

    [Fact]
    public void Inspect_LabelOfAnotherLattice_CountsAsTheLowest()
    {
        ClassificationLattice other = new(new LatticeDefinition { Levels = [new("OPEN", []), new("SECRET", [])] });
        RequestContext request = Requests.With("x");
        request.DataLabel = Labels.Read(other, "SECRET", LabelUse.Data);
        request.Classification = "SECRET";
        Assert.Equal(Decision.Allow, Streams.Run([new ScopeDriftCheck(new())], request, "(SECRET)").Decision);
        ScopeDriftCheck sut = new(new() { Lattice = ClassificationLattice.UnitedStates });
        Assert.Equal(Decision.Block, Streams.Run([sut], request, "(SECRET)").Decision);
    }

    [Theory]
    [InlineData(10, 40, Decision.Allow)]
    [InlineData(10, 44, Decision.Allow)]
    [InlineData(10, 45, Decision.Block)]
    public void Inspect_TokensOfTheRequest_LimitTheText(int tokens, int length, Decision expected)
    {
        RequestContext request = new()
        {
            Method = "POST",
            Path = "/",
            Surface = "x",
            Headers = new Dictionary<string, string>(),
            Content = [],
            MaxOutputTokens = tokens,
        };
        ScopeDriftCheck sut = new(new() { TokenTolerancePercent = 10 });
        Assert.Equal(expected, Streams.RunAllWays([sut], () => request, new string('x', length)).Decision);
        Assert.Equal(Decision.Allow, Streams.Run([new ScopeDriftCheck(new())], request, new string('x', length)).Decision);
    }

    private static (Decision Decision, string Released) Run(string level, string text) =>
        Streams.RunAllWays([new ScopeDriftCheck(new())], () => Classified(level), text);

    private static RequestContext Classified(string level)
    {
        RequestContext request = Requests.With("x");
        request.Classification = level;
        return request;
    }
}
