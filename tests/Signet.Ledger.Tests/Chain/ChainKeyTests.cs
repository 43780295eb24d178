using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Signet.Ledger.Chain;
using Xunit;

namespace Signet.Ledger.Tests.Chain;

/// <summary>Every key and MAC, against another implementation of HKDF and HMAC.</summary>
public class ChainKeyTests
{
    private static readonly Gen<(byte[] Secret, string LogId, long Epoch, long Segment, int Turns)> Chains =
        Gen.Select(
            Gen.Byte.Array[32, 100], Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789"], 1, 40], Gen.Long[1, 1L << 53],
            Gen.Long[0, 1L << 53], Gen.Int[0, 5]);

    [Fact]
    public void MacEntry_AnyChain_IsWhatAnotherImplementationGives() =>
        Gen.Select(Chains, Gen.Long[0, 1L << 53], Gen.Byte.Array[32], Gen.Byte.Array[32]).Sample(
            (chain, seq, leaf, previous) =>
            {
                using var key = Turned(chain);
                byte[] message = [.. "signet/entry/v1\n"u8, .. U64(seq), .. leaf, .. previous];
                return key.MacEntry(seq, new Digest(leaf), new Digest(previous)).ToArray().AsSpan().SequenceEqual(
                    Hmac(ExpectedKey(chain), message));
            },
            iter: 300);

    [Fact]
    public void MacSegment_AnyChain_IsWhatAnotherImplementationGives() =>
        Gen.Select(Chains, Gen.Long[1, 1L << 53], Gen.Byte.Array[32], Gen.Byte.Array[32]).Sample(
            (chain, size, before, root) =>
            {
                using var key = Turned(chain);
                byte[] message = [.. "signet/segment/v1\n"u8, .. before, .. U64(size), .. root];
                return key.MacSegment(new Digest(before), size, new Digest(root)).ToArray().AsSpan().SequenceEqual(
                    Hmac(ExpectedKey(chain), message));
            },
            iter: 300);

    [Fact]
    public void Ratchet_Turned_CountsSegmentsOfOneEpoch()
    {
        using var key = ChainKey.ForEpoch(new byte[32], "log", 3, 7);
        key.Ratchet();
        Assert.Equal((3L, 8L), (key.Epoch, key.Segment));
    }

    [Fact]
    public void ForEpoch_ShortSecret_Throws() => Assert.Throws<ArgumentException>(() => ChainKey.ForEpoch(new byte[31], "log", 1, 0));

    internal static byte[] Hmac(byte[] key, byte[] message)
    {
        var mac = new HMac(new Sha256Digest());
        mac.Init(new KeyParameter(key));
        mac.BlockUpdate(message, 0, message.Length);
        var output = new byte[32];
        mac.DoFinal(output, 0);
        return output;
    }

    internal static byte[] U64(long value)
    {
        var octets = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(octets, value);
        return octets;
    }

    internal static byte[] ExpectedKey((byte[] Secret, string LogId, long Epoch, long Segment, int Turns) chain)
    {
        var key = Hkdf(new HkdfParameters(
            chain.Secret, Encoding.ASCII.GetBytes(chain.LogId), [.. "signet/epoch/v1\n"u8, .. U64(chain.Epoch)]));
        for (var turn = 1; turn <= chain.Turns; turn++)
        {
            key = Hkdf(HkdfParameters.SkipExtractParameters(key, [.. "signet/ratchet/v1\n"u8, .. U64(chain.Segment + turn)]));
        }

        return key;
    }

    private static byte[] Hkdf(HkdfParameters parameters)
    {
        var hkdf = new HkdfBytesGenerator(new Sha256Digest());
        hkdf.Init(parameters);
        var output = new byte[32];
        hkdf.GenerateBytes(output, 0, 32);
        return output;
    }

    private static ChainKey Turned((byte[] Secret, string LogId, long Epoch, long Segment, int Turns) chain)
    {
        var key = ChainKey.ForEpoch(chain.Secret, chain.LogId, chain.Epoch, chain.Segment);
        for (var turn = 0; turn < chain.Turns; turn++)
        {
            key.Ratchet();
        }

        return key;
    }
}
