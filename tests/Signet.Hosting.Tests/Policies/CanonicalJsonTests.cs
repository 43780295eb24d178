using System.Text;
using System.Text.Json;
using Signet.Hosting.Policies;
using Xunit;

namespace Signet.Hosting.Tests.Policies;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"b": [1, 2.0, true], "a": {"z": null, "y": "x"}}""", """{"a":{"y":"x","z":null},"b":[1,2,true]}""")]
    [InlineData("""{"\u20ac": "Euro Sign", "\r": "Carriage Return", "1": "One", "\u0080": "Control", "\ud83d\ude00": "Smiley", "\u00f6": "o"}""",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"o\",\"€\":\"Euro Sign\",\"😀\":\"Smiley\"}")]
    [InlineData("\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\\\/<>&'\u2028\"", "\"\\u0000\\u001f\\b\\f\\n\\r\\t\\\"\\\\/<>&'\u2028\"")]
    public void Of_Value_IsSpeltInOneWay(string json, string canonical) => Assert.Equal(canonical, Canonical(json));

    // Appendix B of RFC 8785, but for whole numbers, which keep their digits as Kubernetes keeps them.
    [Theory]
    [InlineData("-0.0", "0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("295147905179352830000", "295147905179352830000")]
    [InlineData("999999999999999900000.0", "999999999999999900000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("1E30", "1e+30")]
    [InlineData("-12.25", "-12.25")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("100.0", "100")]
    [InlineData("9.5367431640625e-7", "9.5367431640625e-7")]
    public void Of_Number_IsSpeltAsEcmaScriptSpellsIt(string json, string canonical) => Assert.Equal(canonical, Canonical(json));

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("1e999")]
    public void Of_WhatHasNoSpelling_Throws(string json) => Assert.Throws<InvalidOperationException>(() => Canonical(json));

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Of(document.RootElement));
    }
}
