using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Events;
using Xunit;

namespace Signet.Ledger.Tests.Events;

/// <summary>
/// Ed25519 as the library calls it: the published signatures, and what has to be refused. The check takes a key for what it is when it
/// verifies, not when it is imported: any 32 octets can be enrolled, and no signature ever holds under those that are no proper key.
/// </summary>
public class Ed25519VectorTests
{
    // The order of the group (RFC 8032, section 5.1).
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);

    private static readonly byte[] BasePoint = [0x58, .. Enumerable.Repeat((byte)0x66, 31)];

    public static TheoryData<string, string, string, string> Published => Ed25519Vectors.All;

    // Encodings of the points of order 1, 2, 4 and 8; then such ones as aren't canonical: y of p or more, or -0 for x.
    public static TheoryData<string, int> SmallOrder => new()
    {
        { "0100000000000000000000000000000000000000000000000000000000000000", 1 },
        { "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", 2 },
        { "0000000000000000000000000000000000000000000000000000000000000000", 4 },
        { "0000000000000000000000000000000000000000000000000000000000000080", 4 },
        { "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", 8 },
        { "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", 8 },
        { "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", 8 },
        { "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", 8 },
        { "0100000000000000000000000000000000000000000000000000000000000080", 1 },
        { "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", 1 },
        { "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 1 },
        { "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 2 },
        { "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", 4 },
        { "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 4 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void SignAndCheck_PublishedCase_Hold(string seedHex, string keyHex, string messageHex, string signatureHex)
    {
        var (seed, key, message) = (Convert.FromHexString(seedHex), Convert.FromHexString(keyHex), Convert.FromHexString(messageHex));
        using var checkpoints = new CheckpointSigner("log.example", seed);
        using var commits = CommitSigner.FromSeed("log.example", "k", seed);
        Assert.Equal(key, checkpoints.VerifierKey.PublicKey.ToArray());
        Assert.Equal(key, commits.PublicKey.ToArray());
        Assert.Equal(signatureHex, Convert.ToHexStringLower(checkpoints.SignOctets(message)));
        Assert.Equal(signatureHex, Convert.ToHexStringLower(Bouncy(seed, message)));
        var signature = Convert.FromHexString(signatureHex);
        Assert.True(Holds(message, signature, key));
        Assert.False(Holds([.. message, 0], signature, key));
        Assert.False(Holds(message, signature.AsSpan(0, 63), key));
        Assert.False(Holds(message, [.. signature, 0], key));
        for (var bit = 0; bit < 512; bit++)
        {
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Holds(message, signature, key));
            signature[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Check_SMovedByTheGroupOrder_Refused(string seedHex, string keyHex, string messageHex, string signatureHex)
    {
        // S + L gives the same point; to take it would give each signature a second form.
        var (key, message) = (Convert.FromHexString(keyHex), Convert.FromHexString(messageHex));
        var signature = Convert.FromHexString(signatureHex);
        var s = Number(signature.AsSpan(32));
        Assert.True(s < L && seedHex.Length == 64);
        for (var moved = s + L; moved < BigInteger.Pow(2, 256); moved += L)
        {
            Assert.False(Holds(message, [.. signature.AsSpan(0, 32), .. Octets(moved)], key));
        }
    }

    [Theory]
    [MemberData(nameof(SmallOrder))]
    public void Check_KeyOfSmallOrder_NothingHolds(string keyHex, int order)
    {
        // Under such a key R = B and S = 1 solve SB = R + kA for each message whose k is a multiple of the order: a signature that
        // nobody made.
        var key = Convert.FromHexString(keyHex);
        byte[] signature = [.. BasePoint, 1, .. new byte[31]];
        for (var (number, solved) = (0, 0); solved < 4; number++)
        {
            var message = BitConverter.GetBytes(number);
            if (Number(SHA512.HashData([.. BasePoint, .. key, .. message])) % L % order == 0)
            {
                Assert.False(Holds(message, signature, key));
                solved++;
            }
        }

        Assert.False(Holds([], [.. new byte[] { 1 }, .. new byte[63]], key));
        Assert.False(Holds([], new byte[64], key));
    }

    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Check_RThatIsTheNeutralPoint_Refused(string rHex)
    {
        // With r = 0 the owner of a key gets S = ka, which gives the secret away; the equation holds for each encoding of that point.
        var (seed, r, message) = (new byte[32], Convert.FromHexString(rHex), "message"u8.ToArray());
        using var signer = new CheckpointSigner("log.example", seed);
        var key = signer.VerifierKey.PublicKey.ToArray();
        var secret = SHA512.HashData(seed).AsSpan(0, 32).ToArray();
        secret[0] &= 0xf8;
        secret[31] = (byte)((secret[31] & 0x7f) | 0x40);
        var k = Number(SHA512.HashData([.. r, .. key, .. message]));
        byte[] signature = [.. r, .. Octets(k * Number(secret) % L)];
        Assert.False(Holds(message, signature, key));
    }

    [Fact]
    public void Import_OctetsOfAnotherLength_AreNoKey()
    {
        Assert.Null(CommitVerifier.Import(new byte[31]));
        Assert.Null(CommitVerifier.Import(new byte[33]));
        Assert.Null(CommitVerifier.Import([]));
        Assert.NotNull(CommitVerifier.Import(new byte[32]));
    }

    private static bool Holds(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, byte[] key) =>
        CommitVerifier.Check(message, signature, CommitVerifier.Import(key));

    private static byte[] Bouncy(byte[] seed, byte[] message)
    {
        var signature = new byte[64];
        new Ed25519PrivateKeyParameters(seed).Sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.Length, signature, 0);
        return signature;
    }

    private static BigInteger Number(ReadOnlySpan<byte> octets) => new(octets, isUnsigned: true);

    private static byte[] Octets(BigInteger number)
    {
        var octets = new byte[32];
        number.TryWriteBytes(octets, out _, isUnsigned: true);
        return octets;
    }
}
