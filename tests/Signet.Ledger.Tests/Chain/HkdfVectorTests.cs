using System.Security.Cryptography;
using System.Text;
using Signet.Ledger.Chain;
using Xunit;

namespace Signet.Ledger.Tests.Chain;

/// <summary>RFC 5869, appendices A.1 to A.3, and the chain keys by HKDF's definition.</summary>
public class HkdfVectorTests
{
    [Theory]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
        "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")]
    [InlineData(
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f" +
        "404142434445464748494a4b4c4d4e4f",
        "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f" +
        "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
        "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeef" +
        "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
        "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71" +
        "cc30c58179ec3e87c14c01d5c1f3434f1d87")]
    [InlineData(
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "", "", "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")]
    public void Hkdf_PublishedCase_IsWhatTheLibraryCallsAndTheDefinition(
        string ikmHex, string saltHex, string infoHex, string prkHex, string okmHex)
    {
        var (ikm, salt, info) = (Convert.FromHexString(ikmHex), Convert.FromHexString(saltHex), Convert.FromHexString(infoHex));
        var okm = Convert.FromHexString(okmHex);
        Assert.Equal(prkHex, Convert.ToHexStringLower(HKDF.Extract(HashAlgorithmName.SHA256, ikm, salt)));
        Assert.Equal(okm, HKDF.DeriveKey(HashAlgorithmName.SHA256, ikm, okm.Length, salt, info));
        Assert.Equal(okm, HKDF.Expand(HashAlgorithmName.SHA256, Convert.FromHexString(prkHex), okm.Length, info));
        Assert.Equal(okm, ByDefinition(ikm, salt, info, okm.Length));
    }

    [Fact]
    public void ForEpochAndRatchet_EachKey_IsHkdfByItsDefinition()
    {
        byte[] secret = [.. Enumerable.Range(0, 48).Select(i => (byte)(3 * i))];
        using var key = ChainKey.ForEpoch(secret, "log.example", 258, 65_535);
        var expected = ByDefinition(secret, Encoding.ASCII.GetBytes("log.example"), [.. "signet/epoch/v1\n"u8, 0, 0, 0, 0, 0, 0, 1, 2], 32);
        AssertIs(expected, key);

        // The next segments are 65,536 and 65,537: the number's third octet counts too.
        for (byte low = 0; low < 2; low++)
        {
            key.Ratchet();
            expected = Expand(expected, [.. "signet/ratchet/v1\n"u8, 0, 0, 0, 0, 0, 1, 0, low], 32);
            AssertIs(expected, key);
        }
    }

    /// <summary>RFC 5869, section 2, with nothing but HMAC.</summary>
    internal static byte[] ByDefinition(byte[] ikm, byte[] salt, byte[] info, int length) =>
        Expand(HmacVectorTests.ByDefinition(salt.Length == 0 ? new byte[32] : salt, ikm), info, length);

    private static byte[] Expand(byte[] prk, byte[] info, int length)
    {
        var (t, okm) = (Array.Empty<byte>(), new List<byte>());
        for (byte n = 1; okm.Count < length; n++)
        {
            t = HmacVectorTests.ByDefinition(prk, [.. t, .. info, n]);
            okm.AddRange(t);
        }

        return [.. okm.Take(length)];
    }

    /// <summary>A chain key doesn't show itself; its MAC tells it apart.</summary>
    private static void AssertIs(byte[] expected, ChainKey key)
    {
        byte[] message = [.. "signet/entry/v1\n"u8, .. new byte[8 + 32 + 32]];
        Assert.Equal(HmacVectorTests.ByDefinition(expected, message), key.MacEntry(0, Digest.Zero, Digest.Zero).ToArray());
    }
}
