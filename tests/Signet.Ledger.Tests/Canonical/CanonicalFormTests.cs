using System.Text;
using CsCheck;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Canonical;

public class CanonicalFormTests
{
    // What a mutation inserts: octets that matter to JSON, and whole lexical elements.
    private static readonly string[] Pieces =
    [
        " ", "\t", "\r", "\n", ",", ":", "\"", "\\", "{", "}", "[", "]", "0", "1", "-", "+", ".", "e1", "null", "true", "false", "\\u0041",
        "\\/", "\\n", "\\u001f", "\\u001F", "\"a\":1,", "\u0000", "\u007f", "\u00e9", "\ud83d\ude00", "\ufeff", "/**/",
    ];

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"a":-1,"b":0}""")]
    [InlineData("""{"0":true,"_":false,"a":"","a0":[],"ab":{}}""")]
    [InlineData("""{"a":[1,"x",true,[],{"a":[]}]}""")]
    [InlineData("""{"a":9007199254740991,"b":-9007199254740991}""")]
    [InlineData("""{"a":"\"\\\b\t\n\f\r\u0000\u001f"}""")]
    [InlineData("{\"a\":\"/ \u007f é 😀 \u2028\"}")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}""")]
    public void IsCanonicalObject_InTheForm_True(string json)
    {
        var octets = Encoding.UTF8.GetBytes(json);
        Assert.True(CanonicalForm.IsCanonicalObject(octets));
        Assert.Equal(octets, IndependentForm.Rewrite(octets));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"a\"")]
    [InlineData("true")]
    [InlineData("{")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":\"")]
    [InlineData("{\"a\":\"\\")]
    [InlineData("{\"a\":\"\\u00")]
    [InlineData("{\"a\":tru")]
    [InlineData("{\"a\":-")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{\"a\":[,]}")]
    [InlineData("{\"a\":[1}")]
    [InlineData("{\"a\":1]")]
    [InlineData("{}}")]
    [InlineData("{}{}")]
    [InlineData("{} ")]
    [InlineData("{}\n")]
    [InlineData(" {}")]
    [InlineData("{ }")]
    [InlineData("{\"a\" :1}")]
    [InlineData("{\"a\": 1}")]
    [InlineData("{\"a\":1 }")]
    [InlineData("{\"a\":1, \"b\":2}")]
    [InlineData("{\"a\":[ ]}")]
    [InlineData("{\"a\":[1 ,2]}")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"b\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"ab\":1,\"a\":1}")]
    [InlineData("{\"a\":{\"b\":1,\"a\":2}}")]
    [InlineData("{\"a\":[{\"b\":1,\"b\":2}]}")]
    [InlineData("{\"\":1}")]
    [InlineData("{\"A\":1}")]
    [InlineData("{\"a-b\":1}")]
    [InlineData("{\"a b\":1}")]
    [InlineData("{\"é\":1}")]
    [InlineData("{\"\\u0061\":1}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":1.5}")]
    [InlineData("{\"a\":1.0}")]
    [InlineData("{\"a\":1e3}")]
    [InlineData("{\"a\":1E3}")]
    [InlineData("{\"a\":-0}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":-01}")]
    [InlineData("{\"a\":00}")]
    [InlineData("{\"a\":9007199254740992}")]
    [InlineData("{\"a\":-9007199254740992}")]
    [InlineData("{\"a\":123456789012345678901234567890}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":0x1}")]
    [InlineData("{\"a\":\"\\u0041\"}")]
    [InlineData("{\"a\":\"\\/\"}")]
    [InlineData("{\"a\":\"\\u000a\"}")]
    [InlineData("{\"a\":\"\\u0008\"}")]
    [InlineData("{\"a\":\"\\u0022\"}")]
    [InlineData("{\"a\":\"\\u001F\"}")]
    [InlineData("{\"a\":\"\\u0020\"}")]
    [InlineData("{\"a\":\"\\ud83d\\ude00\"}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{\"a\":\"\r\"}")]
    [InlineData("{\"a\":\"\t\"}")]
    [InlineData("{\"a\":\"\0\"}")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}")]
    [InlineData("{\"a\":[[[[[[[[]]]]]]]]}")]
    [InlineData("{}//")]
    [InlineData("{/**/}")]
    public void IsCanonicalObject_OutsideTheForm_False(string json) =>
        Assert.False(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void IsCanonicalObject_KeyLength_AtMost64()
    {
        Assert.True(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes($"{{\"{new string('a', 64)}\":1}}")));
        Assert.False(CanonicalForm.IsCanonicalObject(Encoding.UTF8.GetBytes($"{{\"{new string('a', 65)}\":1}}")));
    }

    [Theory]
    [InlineData(new byte[] { 0x80 })]
    [InlineData(new byte[] { 0xc0, 0xaf })] // overlong
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })] // a surrogate
    [InlineData(new byte[] { 0xf4, 0x90, 0x80, 0x80 })] // beyond U+10FFFF
    [InlineData(new byte[] { 0xc3 })]
    [InlineData(new byte[] { 0xff })]
    public void IsCanonicalObject_InvalidUtf8_False(byte[] octets) =>
        Assert.False(CanonicalForm.IsCanonicalObject([.. "{\"a\":\""u8, .. octets, .. "\"}"u8]));

    [Fact]
    public void IsCanonicalObject_RandomOctets_NeverThrowsAndAgreesWithAnotherImplementation() =>
        Gen.Byte.Array[0, 64].Sample(octets => Agrees([(byte)'{', .. octets, (byte)'}']), iter: 50_000);

    [Fact]
    public void IsCanonicalObject_MutatedEntries_AgreesWithAnotherImplementation() =>
        Gen.Select(EntrySamples.Any, Gen.Int[0, 1_000_000], Gen.Int[0, 6], Gen.OneOf(Pieces)).Sample(
            (entry, at, cut, piece) =>
            {
                var octets = EntryCodec.Write(entry);
                at %= octets.Length;
                cut = Math.Min(cut, octets.Length - at);
                return Agrees([.. octets.AsSpan(0, at), .. Encoding.UTF8.GetBytes(piece), .. octets.AsSpan(at + cut)]);
            },
            iter: 5_000);

    private static bool Agrees(byte[] octets)
    {
        if (!CanonicalForm.IsCanonicalObject(octets))
        {
            return true;
        }

        return IndependentForm.Rewrite(octets).AsSpan().SequenceEqual(octets);
    }
}
