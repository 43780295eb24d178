using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class CopiedTextTests
{
    private static readonly Gen<string> Texts = Gen.Char["abcdefgh%"].Array[0, 120].Select(chars => new string(chars));

    [Fact]
    public void Contains_Stretch_StandsWithItsNeighboursInTheOtherText() =>
        Gen.Select(Texts, Gen.Int[0, 120], Gen.Int[0, 3], Gen.Int[0, 3]).Sample(
            (other, at, removed, written) =>
            {
                at = Math.Min(at, other.Length);
                string text = other[..at] + new string('!', written) + other[Math.Min(other.Length, at + removed)..];
                CopiedText sut = new();
                sut.Compare(text, other, 0);
                string framed = "\n" + other + "\n";
                for (int start = 0; start < text.Length; start++)
                {
                    for (int end = start + 1; end <= text.Length; end++)
                    {
                        if (sut.Contains(start, end))
                        {
                            Assert.Contains(("\n" + text + "\n")[start..(end + 2)], framed, StringComparison.Ordinal);
                        }
                    }
                }
            },
            iter: 200,
            threads: 1);

    [Fact]
    public void Contains_AfterAPlaceThatDiffers_FindsTheRest()
    {
        string other = string.Concat(Enumerable.Range(100, 40));
        CopiedText sut = new();
        sut.Compare(other[..50] + "x" + other[53..], other, 0);
        Assert.True(sut.Contains(0, 49));
        Assert.True(sut.Contains(52, other.Length - 2));
        Assert.False(sut.Contains(40, 60));
    }
}
