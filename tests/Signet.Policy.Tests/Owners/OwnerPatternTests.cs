using Signet.Policy.Owners;

namespace Signet.Policy.Tests.Owners;

public sealed class OwnerPatternTests
{
    [Theory]
    [InlineData("agent:x", "agent:x", true)]
    [InlineData("agent:x", "agent:xy", false)]
    [InlineData("agent:x", "human:x", false)]
    [InlineData("agent:x*", "agent:x", true)]
    [InlineData("agent:x*", "agent:xyz", true)]
    [InlineData("agent:x*", "agent:X", false)]
    [InlineData("policy:*", "policy:night@2", true)]
    [InlineData("policy:*", "agent:night", false)]
    [InlineData("human:a:b", "human:a:b", true)]
    public void Matches_Owner_ByTypeAndId(string text, string owner, bool expected)
    {
        Assert.True(OwnerPattern.TryParse(text, out OwnerPattern? pattern));
        Assert.True(OwnerPattern.TryParse(owner, out Owner? known));
        Assert.Equal(expected, pattern.Matches(known));
    }

    [Fact]
    public void Matches_Nobody_Never()
    {
        Assert.True(OwnerPattern.TryParse("agent:*", out OwnerPattern? pattern));
        Assert.False(pattern.Matches(Owner.Unresolved));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("agent")]
    [InlineData("agent:")]
    [InlineData("Agent:x")]
    [InlineData("unresolved:x")]
    [InlineData("agent: x")]
    [InlineData("agent:x\u0430")]
    [InlineData("agent:\u200bx*")]
    public void TryParse_NamesNoOwner_IsFalse(string text) => Assert.False(OwnerPattern.TryParse(text, out OwnerPattern? _));
}
