using Signet.Policy.Classification;

namespace Signet.Policy.Tests.Classification;

public sealed class ClassificationLatticeTests
{
    [Theory]
    [InlineData("u", ClassificationLevel.Unclass)]
    [InlineData(" FOUO ", ClassificationLevel.Cui)]
    [InlineData("C", ClassificationLevel.Confidential)]
    [InlineData("\uFF33", ClassificationLevel.Secret)]
    [InlineData("TopSecret", ClassificationLevel.TopSecret)]
    [InlineData("top secret", ClassificationLevel.TopSecret)]
    [InlineData("ts-sci", ClassificationLevel.TopSecretSci)]
    [InlineData("SCI", ClassificationLevel.TopSecretSci)]
    public void TryParse_Alias_GivesTheLevel(string text, ClassificationLevel expected)
    {
        Assert.True(ClassificationLattice.TryParse(text, out ClassificationLevel level));
        Assert.Equal(expected, level);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("SECRET//NOFORN")]
    [InlineData("SECRE")]
    public void TryParse_Anything_Else_IsNoLevel(string? text) => Assert.False(ClassificationLattice.TryParse(text, out _));

    [Fact]
    public void TryParse_HalfASurrogatePair_IsNoLevel() => Assert.False(ClassificationLattice.TryParse("S\uD800", out _));

    [Fact]
    public void NameOf_EveryLevel_CanBeReadBack() => Assert.All(Enum.GetValues<ClassificationLevel>(), level =>
    {
        Assert.True(ClassificationLattice.TryParse(ClassificationLattice.NameOf(level), out ClassificationLevel read));
        Assert.Equal(level, read);
    });
}
