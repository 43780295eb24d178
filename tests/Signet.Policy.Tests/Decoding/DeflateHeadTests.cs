using System.IO.Compression;
using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class DeflateHeadTests
{
    [Fact]
    public void MayBegin_SaysNo_NothingComesOut() => Gen.Byte.Array[0, 60].Sample(
        octets =>
        {
            if (!DeflateHead.MayBegin(octets))
            {
                Assert.Equal(0, Inflate(octets));
            }
        },
        iter: 3000,
        threads: 1);

    [Fact]
    public void MayBegin_Deflated_IsTrue() => Gen.Select(Gen.Byte[0, 40].Array[0, 400], Gen.Enum<CompressionLevel>()).Sample(
        (octets, level) => Assert.True(DeflateHead.MayBegin(Deflate(octets, level))),
        iter: 300,
        threads: 1);

    private static int Inflate(byte[] octets)
    {
        using DeflateStream plain = new(new MemoryStream(octets), CompressionMode.Decompress);
        int count = 0;
        try
        {
            while (plain.ReadByte() >= 0)
            {
                count++;
            }
        }
        catch (InvalidDataException)
        {
            // What came out before counts.
        }

        return count;
    }

    private static byte[] Deflate(byte[] octets, CompressionLevel level)
    {
        MemoryStream stored = new();
        using (DeflateStream deflate = new(stored, level, leaveOpen: true))
        {
            deflate.Write(octets);
        }

        return stored.ToArray();
    }
}
