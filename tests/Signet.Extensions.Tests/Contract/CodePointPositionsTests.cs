using CsCheck;
using Signet.Extensions.Contract;

namespace Signet.Extensions.Tests.Contract;

public sealed class CodePointPositionsTests
{
    private static readonly string[] Parts = ["a", "é", "\U0001F600", "\uD83D", "\uDE00"];

    [Fact]
    public void ToUtf16_AnyText_IsWhatRunesSay() => Gen.Int[0, 4].Select(i => Parts[i]).Array[0, 12].Sample(parts =>
    {
        string text = string.Concat(parts);
        int[] starts = [.. Starts(text)];
        CodePointPositions sut = new(text);
        Assert.Equal(starts, Enumerable.Range(0, starts.Length).Select(i => sut.ToUtf16(i)));
        Assert.Equal(-1, sut.ToUtf16(starts.Length));
    });

    [Fact]
    public void ToUtf16_Backwards_IsRefused()
    {
        CodePointPositions sut = new("abc");
        Assert.Equal(2, sut.ToUtf16(2));
        Assert.Equal(-1, sut.ToUtf16(1));
    }

    // A lone half of a pair is a code point of its own, as it is in languages whose strings can hold one.
    private static IEnumerable<int> Starts(string text)
    {
        for (int at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
        {
            yield return at;
        }

        yield return text.Length;
    }
}
