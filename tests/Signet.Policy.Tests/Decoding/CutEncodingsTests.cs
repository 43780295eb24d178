using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class CutEncodingsTests
{
    private const int Letters = 150;

    private static readonly string Prose = string.Concat(Enumerable.Repeat("the report of the day says that the river is calm. ", 40));

    private static readonly string Encoded = Convert.ToBase64String([.. Enumerable.Range(0, 3_000).Select(i => (byte)(i * i * 37))]);

    [Fact]
    public void Next_ProseInPieces_FindsNothing() => Assert.Empty(Find(Prose[..300], Prose[300..900], Prose[900..]));

    [Fact]
    public void Next_CutEncoding_IsFoundWithAllOfIt()
    {
        (int start, int end) = Assert.Single(Find(Prose + Encoded[..1_500], Encoded[1_500..] + " " + Prose));
        Assert.InRange(start, Prose.Length - 700, Prose.Length);
        Assert.InRange(end, Prose.Length + Encoded.Length, Prose.Length + Encoded.Length + 700);
    }

    [Fact]
    public void Next_OneEncodingInManyPieces_IsOneStretch() => Assert.Single(Find([Prose, .. Encoded.Chunk(7).Select(piece => new string(piece)), Prose]));

    [Fact]
    public void Next_TwoEncodingsFarApart_AreTwoStretches() =>
        Assert.Equal(2, Find(Prose + Encoded[..40], Encoded[40..90] + " " + Prose, Prose + Encoded[..40], Encoded[40..90]).Count);

    [Theory]
    [InlineData("please read caf%C", "3%A9 and tell me")]
    [InlineData("this is the file: beg", "in 644 notes\n#0V%T")]
    [InlineData("so: nbqx2idb", "nrqw4zbamf2gm")]
    [InlineData("so: nbqx2idb\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B", "nrqw4zbamf2gm")]
    public void Next_CutInsideOne_IsFound(string text, string next) => Assert.Single(Find(text, next));

    [Fact]
    public void Next_AnyPieces_GivesStretchesInOrderThatHoldTheirCuts()
    {
        Gen<string> piece = Gen.OneOf(
            Gen.Int[0, 700].Select(length => Prose[..length]), Gen.Int[1, 500].Select(length => Encoded[..length]),
            Gen.Int[0, 700].Select(length => new string(' ', length)), Gen.Char["abc 019%=\u00E4\u200B\uFF41"].Array[0, 40].Select(chars => new string(chars)));
        piece.Array[2, 12].Sample(pieces =>
        {
            int[] cuts = Cuts(pieces);
            int last = 0;
            foreach ((int start, int end) in Find(pieces))
            {
                Assert.InRange(start, last, end - 1);
                Assert.Contains(cuts, cut => cut >= start && cut <= end);
                last = end;
            }

            Assert.True(last <= pieces.Sum(value => value.Length));
        });
    }

    private static int[] Cuts(string[] pieces) => [.. pieces[..^1].Select((_, i) => pieces[..(i + 1)].Sum(piece => piece.Length))];

    private static List<(int Start, int End)> Find(params string[] pieces)
    {
        CutEncodings sut = new(string.Concat(pieces), Cuts(pieces), Letters);
        List<(int Start, int End)> found = [];
        while (sut.Next())
        {
            found.Add((sut.Start, sut.End));
        }

        return found;
    }
}
