using System.Security.Cryptography;
using Signet.Extensions.Plugins;

namespace Signet.Extensions.Tests.Plugins;

public sealed class PluginPinsTests
{
    private static readonly string Digest = Convert.ToHexStringLower(SHA256.HashData("x"u8));

    [Theory]
    [InlineData("a")]
    [InlineData(" a/a.dll")]
    [InlineData("0123  a/a.dll")]
    public void Parse_AnotherLine_Throws(string line) => Assert.Throws<PluginException>(() => PluginPins.Parse([line]));

    [Fact]
    public void Parse_OneFileTwice_Throws() => Assert.Throws<PluginException>(() => PluginPins.Parse([$"{Digest}  a", $"{Digest} *./a"]));

    [Fact]
    public void Parse_UpperCase_Throws() => Assert.Throws<PluginException>(() => PluginPins.Parse([$"{Digest.ToUpperInvariant()}  a"]));

    [Fact]
    public void Match_Octets_AreTheListedOnes()
    {
        PluginPins sut = PluginPins.Parse([$"{Digest} *a/b.dll", ""]);
        Assert.True(sut.Match("a/b.dll", "x"u8));
        Assert.False(sut.Match("a/b.dll", "y"u8));
        Assert.False(sut.Match("b.dll", "x"u8));
    }
}
