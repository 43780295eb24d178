using System.Text.RegularExpressions;
using CsCheck;
using Signet.Policy.Checks.RegexContent;

namespace Signet.Policy.Tests.Checks.RegexContent;

public sealed class PatternAlphabetTests
{
    [Theory]
    [InlineData(@"\b[0-9]{3}-\d{2}\b", "059-", "a _.")]
    [InlineData("(?:ab|c)+(?<name>x)?", "abcx", "nme?<>:|")]
    [InlineData("(?i)aB", "aAbB", "c")]
    [InlineData(@"a\.b{2,}\x41\u0042", ".abAB", "2,x4{")]
    [InlineData("[^x]", "ab\n", "x")]
    [InlineData(@"[]a]\]", "]a", "[")]
    [InlineData(@"\p{Lu}", "AZ", "az")]
    [InlineData("a{x", "a{x", "b")]
    public void Contains_ReadablePattern_HoldsItsCharactersOnly(string pattern, string inside, string outside)
    {
        PatternAlphabet sut = new(pattern);
        Assert.True(sut.IsSure);
        Assert.All(inside, c => Assert.True(sut.Contains(c)));
        Assert.All(outside, c => Assert.False(sut.Contains(c)));
    }

    [Theory]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("(?s)a.b")]
    [InlineData("(?x) a b")]
    [InlineData("a(?i)b")]
    [InlineData(@"a\cA")]
    [InlineData(@"a\012")]
    public void Contains_DoubtfulPattern_HoldsEverything(string pattern)
    {
        PatternAlphabet sut = new(pattern);
        Assert.False(sut.IsSure);
        Assert.True(sut.Contains('\u4E00'));
    }

    [Theory]
    [InlineData(@"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", 11)]
    [InlineData("a?b*c+d{2,}e{0,4}", 3)]
    [InlineData("ab|c", 0)]
    [InlineData("a(?:bc|d)e", 0)]
    [InlineData("a(?:bc){2}e?f", 2)]
    [InlineData("a(b)?c{3}?", 1)]
    [InlineData("(?s)abc", 0)]
    public void MinLength_Pattern_IsNeverTooMuch(string pattern, int expected) =>
        Assert.Equal(expected, new PatternAlphabet(pattern).MinLength);

    [Theory]
    [InlineData(@"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b", '-')]
    [InlineData(@"[a-z.]+@[a-z.]+\.[a-z]{2,}", '@')]
    [InlineData(@"\.x", '.')]
    [InlineData(@"(?i)x7", '7')]
    [InlineData("x-", '-')]
    [InlineData("-?x", null)]
    [InlineData("-*x", null)]
    [InlineData("-{0,3}x", null)]
    [InlineData("-{2,3}x", '-')]
    [InlineData("(-)x", null)]
    [InlineData("(-x)?", null)]
    [InlineData("-|@", null)]
    [InlineData("-(a|b)", null)]
    [InlineData("[-]x", null)]
    [InlineData(".x", null)]
    [InlineData(@"\dx", null)]
    [InlineData("(?s)-", null)]
    public void Required_Pattern_StandsInEveryMatch(string pattern, char? expected) =>
        Assert.Equal(expected, new PatternAlphabet(pattern).Required);

    /// <summary>What surely doesn't match is never matched.</summary>
    [Theory]
    [InlineData(@"\b[0-9]{3}-[0-9]{2}")]
    [InlineData(@"[a1-]+@[a1]+\.[a1]{2,}")]
    [InlineData(@"(?i)a1+-?@")]
    [InlineData(@"1(@a)?-{2}")]
    public void MayMatch_Text_IsTrueForEveryMatch(string pattern)
    {
        Regex regex = new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        PatternAlphabet sut = new(pattern);
        Gen.String[Gen.OneOf<char>('a', 'A', '1', '2', '-', '@', '.', ' '), 0, 14]
            .Sample(text => Assert.True(sut.MayMatch(text) || !regex.IsMatch(text)), iter: 20_000);
    }

    /// <summary>Whatever comes behind a text, no match begins in what is passed.</summary>
    [Theory]
    [InlineData(@"\b[0-9]{3}-[0-9]{2}")]
    [InlineData(@"\b[0-9]{2}(?:[ -]?[0-9]{2}){2}")]
    [InlineData(@"[a1-]+@[a1]+\.[a1]{2,}")]
    [InlineData(@"1(@a)?-{2}")]
    [InlineData("[a1]")]
    public void Idle_TextAndWhatFollows_NoMatchBeginsBefore(string pattern)
    {
        Regex regex = new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        PatternAlphabet sut = new(pattern);
        Gen<string> texts = Gen.String[Gen.OneOf<char>('a', '1', '2', '-', '@', '.', ' '), 0, 14];
        Gen.Select(texts, texts).Sample(
            (text, behind) =>
            {
                int idle = sut.Idle(text);
                foreach (ValueMatch match in regex.EnumerateMatches(text + behind))
                {
                    Assert.True(match.Index >= idle);
                }
            },
            iter: 20_000);
    }

    [Theory]
    [InlineData("a$", true)]
    [InlineData(@"a\z", true)]
    [InlineData(@"a\$", false)]
    [InlineData("[$]", false)]
    [InlineData(@"\\z", false)]
    public void HasEndAnchor_Pattern_IsSeen(string pattern, bool expected) =>
        Assert.Equal(expected, new PatternAlphabet(pattern).HasEndAnchor);
}
