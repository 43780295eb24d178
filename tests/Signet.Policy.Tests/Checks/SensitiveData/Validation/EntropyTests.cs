using CsCheck;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Tests.Checks.SensitiveData.Validation;

public sealed class EntropyTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 0)]
    [InlineData("aaaa", 0)]
    [InlineData("abab", 1)]
    [InlineData("abcdefgh", 3)]
    [InlineData("aabbccddeeffgghh", 3)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 4)]
    public void Of_KindsOfOneNumber_IsExact(string text, double expected) => Assert.Equal(expected, Entropy.Of(text));

    [Fact]
    public void Of_AnyText_IsWhatTheDefinitionSays() => Gen.Char[' ', '~'].Array[1, 2_000].Select(chars => new string(chars)).Sample(text =>
    {
        double expected = text.GroupBy(c => c).Select(group => (double)group.Count() / text.Length).Sum(share => -share * Math.Log2(share));
        Assert.Equal(expected, Entropy.Of(text), 1e-6);
    });

    [Fact]
    public void Of_ManyOfOneKind_IsWhatTheDefinitionSays() =>
        Assert.Equal(1.5, Entropy.Of(new string('a', 4_000) + new string('b', 2_000) + new string('c', 2_000)), 1e-6);
}
