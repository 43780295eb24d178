using Signet.Policy.Schemas;

namespace Signet.Policy.Tests.Schemas;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" [1, -0.5e-3, \"\\ud83d\\ude00 \\u00e9\", null, true] ")]
    [InlineData("\"\U0001F600\"")]
    [InlineData("\"\\\\ud800\"")]
    [InlineData("1e400")]
    public void TryParse_WhatEveryReaderReadsAlike_IsRead(string text)
    {
        Assert.True(StrictJson.TryParse(text, out StrictJson? json));
        using (json)
        {
            Assert.NotEqual(System.Text.Json.JsonValueKind.Undefined, json.Root.ValueKind);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("{}\0")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("{a:1}")]
    [InlineData("// c\n{}")]
    [InlineData("[NaN]")]
    [InlineData("[Infinity]")]
    [InlineData("[-]")]
    [InlineData("[01]")]
    [InlineData("[1.]")]
    [InlineData("[+1]")]
    [InlineData("[0x1]")]
    [InlineData("[1e401]")]
    [InlineData("[1e-401]")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("[{\"x\":{\"b\":1,\"b\":2}}]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\\ud800\"")]
    [InlineData("\"\\ud800x\\udc00\"")]
    [InlineData("\"\\ud83d\\ud83d\\ude00\"")]
    [InlineData("{\"\\udfff\":1}")]
    [InlineData("\"\u0001\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\ufeff{}")]
    public void TryParse_WhatReadersReadDifferently_IsRefused(string text) => Assert.False(StrictJson.TryParse(text, out _));

    [Fact]
    public void TryParse_HalfPairsAsTheyAre_AreRefused()
    {
        // Attributes can't hold them.
        Assert.False(Reads("\"\ud800\""));
        Assert.False(Reads("\"\ude00\""));
        Assert.False(Reads("\"\ud83d\\ude00\""));
    }

    [Fact]
    public void TryParse_AtTheLimits_Decides()
    {
        Assert.True(Reads(new string('[', 64) + new string(']', 64)));
        Assert.False(Reads(new string('[', 65) + new string(']', 65)));
        Assert.True(Reads("\"" + new string('a', (1 << 20) - 2) + "\""));
        Assert.False(Reads("\"" + new string('a', (1 << 20) - 1) + "\""));
        Assert.False(Reads("\"" + new string('é', 1 << 19) + "\""));
        Assert.True(Reads(new string('9', 128)));
        Assert.False(Reads(new string('9', 129)));
    }

    private static bool Reads(string text)
    {
        bool read = StrictJson.TryParse(text, out StrictJson? json);
        json?.Dispose();
        return read;
    }
}
