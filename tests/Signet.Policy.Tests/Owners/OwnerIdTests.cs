using Signet.Policy.Owners;

namespace Signet.Policy.Tests.Owners;

public sealed class OwnerIdTests
{
    [Theory]
    [InlineData("alice@example.com")]
    [InlineData("Zoë O'Neil")]
    [InlineData("алиса")]
    [InlineData("Ἀλέξανδρος")]
    [InlineData("山田太郎")]
    [InlineData("a")]
    public void IsValid_Id_IsTrue(string id) => Assert.True(OwnerId.IsValid(id));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData("a\nb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u007Fb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u00A0b")]
    [InlineData("\uFF41lice")]
    [InlineData("e\u0301ve")]
    [InlineData("\u0430lice")]
    [InlineData("alic\u03B5")]
    [InlineData("\u3164")]
    public void IsValid_DoubtfulId_IsFalse(string? id) => Assert.False(OwnerId.IsValid(id));

    [Fact]
    public void IsValid_HalfASurrogatePair_IsFalse()
    {
        Assert.False(OwnerId.IsValid("a\uD800"));
        Assert.False(OwnerId.IsValid("\uDC00a"));
    }

    [Fact]
    public void IsValid_Length_EndsAt256()
    {
        Assert.True(OwnerId.IsValid(new string('a', 256)));
        Assert.False(OwnerId.IsValid(new string('a', 257)));
    }
}
