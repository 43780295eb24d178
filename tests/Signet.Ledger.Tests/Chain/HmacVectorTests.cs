using System.Security.Cryptography;
using System.Text;
using Signet.Ledger.Chain;
using Signet.Ledger.Events;
using Signet.Ledger.Hashing;
using Signet.Ledger.Tests.Hashing;
using Xunit;

namespace Signet.Ledger.Tests.Chain;

/// <summary>RFC 4231's cases for HMAC-SHA-256, through what the library calls; and its MACs, by the definition of RFC 2104.</summary>
public class HmacVectorTests
{
    private const string LargerThanABlock = "Test Using Larger Than Block-Size Key - Hash Key First";
    private const string LargerData =
        "This is a test using a larger than block-size key and a larger than block-size data. " +
        "The key needs to be hashed before being used by the HMAC algorithm.";

    public static TheoryData<string, string, string> Cases => new()
    {
        { Repeat(0x0b, 20), Hex("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
        { Hex("Jefe"), Hex("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
        { Repeat(0xaa, 20), Repeat(0xdd, 50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
        {
            "0102030405060708090a0b0c0d0e0f10111213141516171819", Repeat(0xcd, 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        },
        { Repeat(0x0c, 20), Hex("Test With Truncation"), "a3b6167473100ee06e0c796c2955552b" },
        { Repeat(0xaa, 131), Hex(LargerThanABlock), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
        { Repeat(0xaa, 131), Hex(LargerData), "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void CheckMac_PublishedCase_HoldsWholeAndNoOtherWay(string keyHex, string dataHex, string macHex)
    {
        var (key, data, published) = (Convert.FromHexString(keyHex), Convert.FromHexString(dataHex), Convert.FromHexString(macHex));
        var whole = ByDefinition(key, data);
        Assert.Equal(published, whole.AsSpan(0, published.Length));
        Assert.All(HashContexts.Kinds, kind => Assert.Equal(whole, HmacSha256.Of(HashContexts.Create(kind.Data), key, data).ToArray()));

        // The fifth case is published cut to 128 bits. The library knows no cut MACs: what it compares has 32 octets.
        Assert.True(CommitVerifier.CheckMac(data, whole, key));
        Assert.False(CommitVerifier.CheckMac(data, whole.AsSpan(0, 16), key));
        Assert.False(CommitVerifier.CheckMac(data, whole.AsSpan(0, 31), key));
        Assert.False(CommitVerifier.CheckMac(data, [.. whole, 0], key));
        Assert.False(CommitVerifier.CheckMac(data, [], key));
        Assert.False(CommitVerifier.CheckMac([.. data, 0], whole, key));
        for (var bit = 0; bit < 256; bit++)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(CommitVerifier.CheckMac(data, whole, key));
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void ChainKeyMacs_MessagesBuiltApart_AreHmacOverThem()
    {
        byte[] secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        using var key = ChainKey.ForEpoch(secret, "log.example", 3, 17);
        var salt = Encoding.ASCII.GetBytes("log.example");
        var k = HkdfVectorTests.ByDefinition(secret, salt, [.. "signet/epoch/v1\n"u8, 0, 0, 0, 0, 0, 0, 0, 3], 32);
        var (a, b) = (Digest.Of("a"u8), Digest.Of("b"u8));
        Assert.Equal(
            ByDefinition(k, [.. "signet/entry/v1\n"u8, 0, 0, 0, 0, 0, 0, 1, 2, .. a.ToArray(), .. b.ToArray()]),
            key.MacEntry(258, a, b).ToArray());
        Assert.Equal(
            ByDefinition(k, [.. "signet/segment/v1\n"u8, .. a.ToArray(), 0, 0, 0, 0, 0, 0, 1, 2, .. b.ToArray()]),
            key.MacSegment(a, 258, b).ToArray());
    }

    /// <summary>RFC 2104: H(K xor opad, H(K xor ipad, text)), with nothing but SHA-256.</summary>
    internal static byte[] ByDefinition(byte[] key, byte[] text)
    {
        var block = new byte[64];
        (key.Length > block.Length ? SHA256.HashData(key) : key).CopyTo(block, 0);
        byte[] inner = SHA256.HashData([.. block.Select(octet => (byte)(octet ^ 0x36)), .. text]);
        return SHA256.HashData([.. block.Select(octet => (byte)(octet ^ 0x5c)), .. inner]);
    }

    private static string Hex(string ascii) => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(ascii));

    private static string Repeat(byte octet, int count) => Convert.ToHexStringLower([.. Enumerable.Repeat(octet, count)]);
}
