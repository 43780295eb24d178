using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Pipeline;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a", "ab", false)]
    [InlineData("a*", "a", true)]
    [InlineData("a*", "abc", true)]
    [InlineData("a*", "ba", false)]
    [InlineData("*", "", true)]
    [InlineData("*", null, false)]
    public void Matches_Name_Tells(string pattern, string? name, bool expected)
    {
        Assert.True(NamePattern.TryParse(pattern, out NamePattern parsed));
        Assert.Equal(expected, parsed.Matches(name));
        Assert.Equal(pattern, parsed.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a*b")]
    [InlineData("**")]
    public void TryParse_NoPattern_IsFalse(string? pattern) => Assert.False(NamePattern.TryParse(pattern, out _));

    [Fact]
    public void Matches_NoPattern_MatchesNothing() => Assert.False(default(NamePattern).Matches(""));
}
