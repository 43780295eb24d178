using CsCheck;
using Signet.Policy.Matching;

namespace Signet.Policy.Tests.Matching;

public sealed class LiteralMatcherTests
{
    private static readonly Literal[] Literals =
        [new("AB"), new("S//NF", true, true), new("(S)", true, false, true), new("BA", false, true), new("TOPSECRET", true, true)];

    [Theory]
    [InlineData("ab", true)]
    [InlineData("a b", true)]
    [InlineData("a\u200Bb", true)]
    [InlineData("a\u0301b", true)]
    [InlineData("\uFF21\uFF22", true)]
    [InlineData("\u24D0\u24D1", true)]
    [InlineData("a.b", false)]
    [InlineData("s//nf", true)]
    [InlineData("S / / NF.", true)]
    [InlineData("as//nf", false)]
    [InlineData("s//nfs", false)]
    [InlineData("s//nf s", true)]
    [InlineData("(S)", true)]
    [InlineData("(s)", false)]
    [InlineData("file(S)", false)]
    [InlineData("file (S)", true)]
    [InlineData("\u24AE", false)]
    [InlineData("laptop secret", false)]
    [InlineData("top\r\nsecret", true)]
    [InlineData("top secretary", false)]
    public void Push_Text_FindsOrNot(string text, bool expected) => Assert.Equal(expected, Find([text]).Count > 0);

    [Theory]
    [InlineData(0xFFFE)]
    [InlineData(0xFFFF)]
    [InlineData(0xFDD0)]
    [InlineData(0x1FFFE)]
    [InlineData(0x10FFFF)]
    public void Push_Noncharacter_IsACharacterLikeAnother(int codePoint)
    {
        string noncharacter = char.ConvertFromUtf32(codePoint);
        Assert.Empty(Find(["a" + noncharacter + "b"]));
        Assert.Single(Find([noncharacter + "ab" + noncharacter]));
    }

    [Fact]
    public void Push_GapTooWide_PartsTheLiteral()
    {
        Assert.Single(Find(["a" + new string(' ', LiteralMatcher.MaxGap) + "b"]));
        Assert.Empty(Find(["a" + new string(' ', LiteralMatcher.MaxGap + 1) + "b"]));
    }

    [Fact]
    public void Push_EndlessHiddenCharacters_IsAFindingAndStaysFlat()
    {
        LiteralMatcher sut = New();
        List<int> found = [];
        sut.Push("a" + new string('\u200B', LiteralMatcher.MaxHidden), found);
        Assert.False(sut.FoundHiddenRun);
        sut.Push("\u200B", found);
        Assert.True(sut.FoundHiddenRun);
        Assert.Equal(0, sut.Held);
    }

    [Theory]
    [InlineData("hello world", 0)]
    [InlineData("see a", 1)]
    [InlineData("see top  sec", 8)]
    [InlineData("top secret", 10)]
    [InlineData("top secretx", 0)]
    public void Held_Text_IsWhatMayStillGrow(string text, int expected)
    {
        LiteralMatcher sut = New();
        sut.Push(text, []);
        Assert.Equal(expected, sut.Held);
    }

    /// <summary>The same findings however text is cut, and each lies in what was still held back.</summary>
    [Fact]
    public void Push_InPieces_FindsTheSame()
    {
        Gen<char> letters = Gen.OneOf(
            'a', 'b', 'A', 'S', 's', '/', 'N', 'F', '(', ')', ' ', '\n', '\u200B', '\u0301', '.', '\uD835', '\uDC12', '\uFF33', '\u24AE');
        Gen.Select(Gen.String[letters, 0, 40], Gen.Int[0, 1000].Array[0, 8]).Sample(
            (text, cuts) =>
            {
                string[] pieces = Streams.Split(text, cuts);
                Assert.Equal(Find([text]), Find(pieces));
                LiteralMatcher sut = New();
                long received = 0;
                long safe = 0;
                foreach (string piece in pieces)
                {
                    sut.Push(piece, []);
                    received += piece.Length;
                    Assert.InRange(received - sut.Held, safe, received);
                    safe = received - sut.Held;
                }
            },
            iter: 3000);
    }

    /// <summary>Ordinary ASCII has a way of its own; characters that hide nothing force the other.</summary>
    [Fact]
    public void Push_Ascii_FindsWhatTheWayOfAllTextFinds()
    {
        Gen<char> letters = Gen.OneOf('a', 'b', 'A', 'B', 'S', 's', '/', 'N', 'F', '(', ')', ' ', '\n', '.', '\u0001', 't', 'T', '7');
        Gen.String[letters, 0, 60].Sample(
            text => Assert.Equal(Find([text]), Find([string.Concat(text.Select(c => c + "\u200B"))])),
            iter: 20_000);
    }

    private static List<int> Find(string[] pieces)
    {
        LiteralMatcher sut = New();
        List<int> found = [];
        foreach (string piece in pieces)
        {
            sut.Push(piece, found);
        }

        sut.Complete(found);
        return found;
    }

    private static LiteralMatcher New() => new(new LiteralAutomaton([.. Literals.Select(literal => literal.Text)]), Literals);
}
