using System.Buffers;
using System.Text;
using CsCheck;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Canonical;

public class CanonicalSpellingTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" { \"b\" : [ 1.0 , 1e2, -0, true ] , \"a\" : \"\\u0041\\/\" } ", """{"a":"A/","b":[1,100,0,true]}""")]
    [InlineData("""{"a":{"c":1,"b":2}}""", """{"a":{"b":2,"c":1}}""")]
    public void TryRewrite_AnotherSpelling_IsTheCanonicalOne(string json, string canonical) => Assert.Equal(canonical, Rewrite(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("""{"a":1.5}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":9007199254740992}""")]
    [InlineData("""{"a":1e400}""")]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"ä":1}""")]
    [InlineData("""{"a":[[[[[[[[1]]]]]]]]}""")]
    public void TryRewrite_NoCanonicalForm_False(string json) => Assert.Null(Rewrite(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void TryRewrite_OctetsThatAreNoText_False() => Assert.Null(Rewrite([.. "{\"a\":\""u8, 0xed, 0xa0, 0x80, .. "\"}"u8]));

    [Fact]
    public void TryRewrite_AnyOctets_NeverThrows() =>
        Gen.Byte.Array[0, 64].Sample(
            octets =>
            {
                _ = Rewrite(octets);
                _ = Rewrite([(byte)'{', (byte)'"', .. octets, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
            },
            iter: 20_000);

    [Fact]
    public void TryRewrite_CanonicalEntries_AreTheirOwnCanonicalForm() =>
        EntrySamples.Any.Sample(
            entry =>
            {
                var octets = EntryCodec.Write(entry);
                return Rewrite(octets) == Encoding.UTF8.GetString(octets);
            },
            iter: 500);

    private static string? Rewrite(byte[] json)
    {
        var output = new ArrayBufferWriter<byte>();
        return CanonicalSpelling.TryRewrite(json, output) ? Encoding.UTF8.GetString(output.WrittenSpan) : null;
    }
}
