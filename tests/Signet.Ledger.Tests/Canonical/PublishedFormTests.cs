using System.Globalization;
using System.Text;
using System.Text.Json;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Canonical;

/// <summary>
/// The examples of RFC 8785, where they fall into the restricted form, and why where they don't; and further octets that no reader of the
/// ledger may take.
/// </summary>
public class PublishedFormTests
{
    // The end of section 3.2.4: the octets of the example's string, from its opening quote.
    private const string ExampleString = "22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f22";

    [Fact]
    public void Section322_ExampleString_HasThePublishedOctets()
    {
        // As it stands in the input of section 3.2.2, with escapes that aren't minimal.
        const string Input = """{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}""";
        byte[] expected = [.. "{\"string\":"u8, .. Convert.FromHexString(ExampleString), (byte)'}'];
        Assert.Equal(expected, IndependentForm.Rewrite(Encoding.UTF8.GetBytes(Input)));
        Assert.True(CanonicalForm.IsCanonicalObject(expected));
        Assert.False(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes(Input)));
        var rewritten = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.True(CanonicalSpelling.TryRewrite(Encoding.UTF8.GetBytes(Input), rewritten));
        Assert.Equal(expected, rewritten.WrittenSpan);

        var text = JsonDocument.Parse(Input).RootElement.GetProperty("string").GetString()!;
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new CanonicalWriter(output);
        writer.String(text);
        Assert.Equal(Convert.FromHexString(ExampleString), output.WrittenSpan);
    }

    [Fact]
    public void Section322_WholeExample_IsRefusedForItsNullAndItsFractions()
    {
        const string Whole = """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"x"}""";
        Assert.False(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes(Whole)));
        var rest = Whole.Replace("null,", "", StringComparison.Ordinal);
        Assert.False(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes(rest)));
        rest = rest.Replace("333333333.3333333,1e+30,4.5,0.002,1e-27", "333333333", StringComparison.Ordinal);
        Assert.True(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes(rest)));
    }

    [Fact]
    public void Section323_SortingExample_IsRefusedForItsKeysAndSortedByOctetsWithoutThem()
    {
        // By UTF-16 code units the emoji stands before U+FB33, by octets behind it. The restricted form has neither in a key.
        string[] published = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33"];
        Assert.Equal(published, published.Order(StringComparer.Ordinal));
        foreach (var key in published)
        {
            Assert.Equal(key == "1", CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes($"{{\"{key}\":\"v\"}}")));
        }

        Assert.True(CanonicalForm.IsCanonicalObject("{\"0\":0,\"1\":0,\"10\":0,\"2\":0,\"_\":0,\"__\":0,\"a\":0,\"a_\":0,\"aa\":0}"u8));
        foreach (var (lower, higher) in new[] { ("10", "2"), ("9", "_"), ("_", "a"), ("a0", "a_"), ("a_", "aa"), ("a", "a0") })
        {
            Assert.True(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes($"{{\"{lower}\":0,\"{higher}\":0}}")));
            Assert.False(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes($"{{\"{higher}\":0,\"{lower}\":0}}")));
        }
    }

    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void AppendixB_Numbers_AllButZeroAreRefused(string ieee754, string json)
    {
        // Even those without a fraction: an integer of the ledger is one that a double can't confuse with another.
        var bits = BitConverter.DoubleToUInt64Bits(double.Parse(json, CultureInfo.InvariantCulture));
        Assert.Equal(ieee754, bits.ToString("x16", CultureInfo.InvariantCulture));
        Assert.Equal(json == "0", CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes($"{{\"a\":{json}}}")));
        var status = EntryCodec.Read(Encoding.UTF8.GetBytes(WithBytes(json))).Status;
        Assert.Equal(json == "0" ? EntryStatus.WellFormed : EntryStatus.Malformed, status);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("-9007199254740993")]
    [InlineData("9007199254740992")]
    [InlineData("18014398509481984")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("nan")]
    [InlineData("-0.0")]
    [InlineData("0.0")]
    [InlineData("1e0")]
    [InlineData("1E+2")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("0e0")]
    [InlineData("--1")]
    [InlineData("1_000")]
    [InlineData("\uff11")]
    [InlineData("1\r")]
    [InlineData("\n1")]
    [InlineData("\u00a01")]
    [InlineData("\ufeff1")]
    [InlineData("\"1\"")]
    public void Numbers_OutsideTheForm_NeverAnEntry(string json)
    {
        Assert.False(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes($"{{\"a\":{json}}}")) && json != "\"1\"");
        Assert.NotEqual(EntryStatus.WellFormed, EntryCodec.Read(Encoding.UTF8.GetBytes(WithBytes(json))).Status);
        Assert.Equal(EntryStatus.WellFormed, EntryCodec.Read(Encoding.UTF8.GetBytes(WithBytes("9007199254740991"))).Status);
    }

    [Theory]
    [InlineData("5c7564633030")] // \udc00: a lone low surrogate
    [InlineData("5c75643830305c7530303431")] // \ud800\u0041
    [InlineData("5c75646330305c7564383030")] // the halves of a pair the wrong way round
    [InlineData("5c7530306539")] // \u00e9: a character that stands for itself
    [InlineData("5c7532303238")] // \u2028
    [InlineData("5c7530303766")] // \u007f
    [InlineData("5c7530303041")] // \u000A, which has a short form, in uppercase
    [InlineData("5c5530303030")] // \U0000
    [InlineData("5c783030")] // \x00
    [InlineData("5c27")] // \'
    [InlineData("eda080")] // a raw high surrogate
    [InlineData("edb080")] // a raw low one
    [InlineData("eda0bdedb880")] // a pair of them: CESU-8
    [InlineData("c080")] // overlong zero
    [InlineData("c1bf")] // overlong
    [InlineData("e080af")] // overlong solidus in three octets
    [InlineData("e09fbf")]
    [InlineData("f08080af")] // and in four
    [InlineData("f08fbfbf")]
    [InlineData("f5808080")]
    [InlineData("f8808080af")] // five octets
    [InlineData("e282")] // cut short
    [InlineData("82")]
    [InlineData("fe")]
    [InlineData("00")]
    [InlineData("1f")]
    [InlineData("0d0a")]
    public void Strings_OutsideTheForm_NeverAnEntry(string octetsHex)
    {
        var octets = Convert.FromHexString(octetsHex);
        Assert.False(CanonicalForm.IsCanonicalObject([.. "{\"a\":\""u8, .. octets, .. "\"}"u8]));
        Assert.NotEqual(EntryStatus.WellFormed, EntryCodec.Read(WithText(octets)).Status);
        Assert.Equal(EntryStatus.WellFormed, EntryCodec.Read(WithText("\u00e9\u2028\ud83d\ude00\u007f"u8.ToArray())).Status);
    }

    [Theory]
    [InlineData("efbbbf", "")] // byte order marks
    [InlineData("feff", "")]
    [InlineData("20", "")]
    [InlineData("0a", "")]
    [InlineData("", "0a")]
    [InlineData("", "0d")]
    [InlineData("", "20")]
    [InlineData("", "00")]
    [InlineData("", "2c")]
    [InlineData("", "7d")]
    [InlineData("", "7b7d")]
    public void Objects_WithAnythingAround_NeverAnEntry(string before, string after)
    {
        byte[] octets = [.. Convert.FromHexString(before), .. WithText([(byte)'x']), .. Convert.FromHexString(after)];
        Assert.False(CanonicalForm.IsCanonicalObject(octets));
        Assert.NotEqual(EntryStatus.WellFormed, EntryCodec.Read(octets).Status);
    }

    [Fact]
    public void Depth_EightHoldsAndNineDoesNot()
    {
        foreach (var (open, close) in new[] { ("{\"a\":", "}"), ("[", "]") })
        {
            for (var depth = 2; depth <= 12; depth++)
            {
                var (opened, closed) = (Enumerable.Repeat(open, depth - 1), Enumerable.Repeat(close, depth - 1));
                var json = "{\"a\":" + string.Concat(opened) + "0" + string.Concat(closed) + "}";
                Assert.Equal(depth <= 8, CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes(json)));
                Assert.Equal(depth <= 8, IndependentForm.IsCanonical(Encoding.UTF8.GetBytes(json)));
            }
        }
    }

    private static string WithBytes(string json) =>
        $$"""{"quarantine":{"bytes":{{json}},"count":1,"sha256":"{{new string('a', 64)}}","why":"conflict"},""" +
        "\"recorded_at\":\"2026-03-01T12:00:00.0000000Z\",\"seq\":1,\"type\":\"quarantine\"}";

    private static byte[] WithText(byte[] octets) =>
    [
        .. "{\"key\":{\"from\":\"a\",\"reason\":\""u8, .. octets,
        .. "\",\"to\":\"b\"},\"recorded_at\":\"2026-03-01T12:00:00.0000000Z\",\"seq\":1,\"type\":\"key\"}"u8,
    ];
}
