using CsCheck;
using Signet.Policy.Content;
using Signet.Policy.Limits;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Limits;

public sealed class TokenEstimateTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_023)]
    [InlineData(1_025)]
    [InlineData(TokenEstimate.MaxCounted)]
    public void Of_ShortText_CountsEveryCharacter(int length) =>
        Assert.Equal(length, TokenEstimate.Of(new Ones(), "m", new string('x', length)));

    [Theory]
    [InlineData(TokenEstimate.MaxCounted + 1)]
    [InlineData(4 << 20)]
    public void Of_LongText_CountsABoundedPart(int length)
    {
        Ones counter = new();
        Assert.Equal(length, TokenEstimate.Of(counter, "m", new string('x', length)));
        Assert.InRange(counter.Characters, 1, 3 * TokenEstimate.MaxCounted);
    }

    [Fact]
    public void Of_LongTextWithHalvesOfTwoKinds_CountsBoth()
    {
        string text = new string(' ', 1 << 20) + new string('x', 1 << 20);
        Assert.InRange(TokenEstimate.Of(new Ones(), "m", text), (1 << 20) - (1 << 17), (1 << 20) + (1 << 17));
    }

    [Fact]
    public void Of_Content_IsTheSameHoweverItIsCut() => Gen.Int[0, 300].List[1, 400].Sample(lengths =>
    {
        Ones counter = new();
        List<ContentItem> content = [.. lengths.Select(length => new ContentItem
        {
            Kind = ContentKind.Text, Direction = ContentDirection.Request, Location = "/x", Text = new string('x', length),
        })];
        Assert.Equal(lengths.Sum(), TokenEstimate.Of(counter, "m", content));
        Assert.InRange(counter.Characters, 0, 3 * TokenEstimate.MaxCounted);
        Assert.InRange(counter.Longest, 0, 1_024);
    });

    /// <summary>One token for every character that isn't a space.</summary>
    private sealed class Ones : ITokenCounter
    {
        public long Characters { get; private set; }

        public int Longest { get; private set; }

        public long Count(string? model, ReadOnlySpan<char> text)
        {
            Characters += text.Length;
            Longest = Math.Max(Longest, text.Length);
            return text.Length - text.Count(' ');
        }
    }
}
