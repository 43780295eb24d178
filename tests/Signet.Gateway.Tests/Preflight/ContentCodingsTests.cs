using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Signet.Gateway.Preflight;

namespace Signet.Gateway.Tests.Preflight;

public sealed class ContentCodingsTests
{
    private const int Limit = 64 << 10;

    private static readonly Gen<string> Coding = Pick.From("gzip", "deflate", "br");

    [Fact]
    public void Decode_AnythingCompressed_ComesBack() => Gen.Select(Coding, Gen.Byte.Array[0, 5_000], Gen.Bool).Sample((coding, octets, repeated) =>
    {
        var content = repeated ? [.. Enumerable.Repeat(octets, 5).SelectMany(part => part)] : octets;

        var body = Decode(Compress(coding, content), coding);

        return body.Refusal is null && body.Octets.Span.SequenceEqual(content);
    });

    [Fact]
    public async Task Decode_HoweverTheOctetsArrive_IsTheSame() => await Gen.Select(Coding, Gen.Byte.Array[0, 2_000], Gen.Int[1, 40].Array[1, 20])
        .SampleAsync(async (coding, content, sizes) =>
        {
            var request = new DefaultHttpContext().Request;
            request.Body = new PiecewiseStream(Compress(coding, content), sizes);

            var sent = await BodyReader.ReadAsync(request, Limit, TestContext.Current.CancellationToken);

            return Decode(sent, coding).Octets.Span.SequenceEqual(content);
        });

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void Decode_CutAtAnyOctet_IsRefused(string coding)
    {
        var whole = Compress(coding, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"{{\"a{i}\":\"value {i * i}\"}}"))));

        Assert.Null(Decode(whole, coding).Refusal);
        Assert.All(Enumerable.Range(1, whole.Length - 1), length => AssertBroken(whole[..length], coding));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void Decode_OctetsBehindTheEnd_AreRefused(string coding)
    {
        var whole = Compress(coding, "{\"a\":1}"u8.ToArray());

        AssertBroken([.. whole, 0], coding);
        AssertBroken([.. whole, .. whole], coding);
        AssertBroken([.. whole, .. new byte[20_000]], coding);
        AssertBroken([.. whole, 0x1F], coding);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void Decode_TheLimit_HoldsToTheOctet(string coding)
    {
        Assert.Equal(Limit, Decode(Compress(coding, new byte[Limit]), coding).Octets.Length);
        AssertTooLarge(Decode(Compress(coding, new byte[Limit + 1]), coding));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public void Decode_Bomb_TakesLittleMemory(string coding)
    {
        var bomb = Compress(coding, new byte[64 << 20]);
        Assert.True(bomb.Length < 128 << 10);
        AssertTooLarge(Decode(bomb, coding));
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertTooLarge(Decode(bomb, coding));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * Limit);
    }

    [Fact]
    public void Decode_AnyOctets_NeverThrow() => Gen.Select(Coding, Gen.Byte.Array[1, 300]).Sample((coding, octets) =>
        Decode(octets, coding) is var body && (body.Refusal is null || body.Octets.IsEmpty));

    [Fact]
    public void Decode_OneOctetChanged_IsTheSameOrRefused() => Gen.Select(Pick.From("gzip", "deflate"), Gen.Byte.Array[1, 200], Gen.Int[0, 10_000], Gen.Byte[1, 255])
        .Sample((coding, content, place, change) =>
        {
            // Both have a checksum; what may change unseen is a header that says nothing of the content.
            var compressed = Compress(coding, content);
            compressed[place % compressed.Length] ^= change;

            var body = Decode(compressed, coding);

            return body.Refusal is not null || body.Octets.Span.SequenceEqual(content);
        });

    [Fact]
    public void Decode_GzipWithEveryOptionalField_ComesBack()
    {
        var plain = Compress("gzip", "{\"a\":1}"u8.ToArray());
        List<byte> header = [0x1F, 0x8B, 8, 0x1E, .. plain[4..10], 3, 0, 1, 2, 3, .. "name"u8, 0, .. "comment"u8, 0];
        var crc = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(crc, (ushort)Crc32.Of(header.ToArray()));
        byte[] whole = [.. header, .. crc, .. plain[10..]];

        Assert.Equal("{\"a\":1}"u8.ToArray(), Decode(whole, "gzip").Octets.ToArray());
        Assert.All(Enumerable.Range(1, header.Count + 1), length => AssertBroken(whole[..length], "gzip"));
        whole[header.Count] ^= 1;
        AssertBroken(whole, "gzip");
    }

    [Fact]
    public void Crc32_OfTheCheckInput_IsTheCheckValue() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData("GZIP", true)]
    [InlineData("x-gzip", true)]
    [InlineData(" gzip\t", true)]
    [InlineData("gzip, gzip", false)]
    [InlineData("gzip, identity", false)]
    [InlineData("zstd", false)]
    [InlineData("compress", false)]
    [InlineData("", false)]
    [InlineData("gz\u0131p", false)]
    public void Decode_Names_AreSingleAndKnown(string name, bool known)
    {
        var body = Decode(Compress("gzip", "{}"u8.ToArray()), name);

        Assert.Equal(known ? null : "content_encoding_unsupported", body.Refusal?.Error);
        Assert.Equal(known ? null : 415, body.Refusal?.Status);
    }

    [Fact]
    public void Decode_TwoFields_AreRefused() => Assert.Equal(
        415, ContentCodings.Decode(new RequestBody(new byte[1], null), new StringValues(["gzip", "gzip"]), Limit).Refusal!.Status);

    [Fact]
    public void Decode_Identity_IsTheSameMemory()
    {
        var sent = new RequestBody(new byte[] { 1, 2 }, null);

        Assert.Equal(sent, Decode(sent, "identity"));
        Assert.Equal(sent, ContentCodings.Decode(sent, StringValues.Empty, Limit));
    }

    private static RequestBody Decode(byte[] octets, string coding) => Decode(new RequestBody(octets, null), coding);

    private static RequestBody Decode(RequestBody body, string coding) => ContentCodings.Decode(body, coding, Limit);

    private static void AssertBroken(byte[] octets, string coding)
    {
        var body = Decode(octets, coding);
        Assert.Equal(("invalid_encoding", 400), (body.Refusal?.Error, body.Refusal?.Status));
        Assert.True(body.Octets.IsEmpty);
    }

    private static void AssertTooLarge(RequestBody body) => Assert.Equal(("body_too_large", 413), (body.Refusal?.Error, body.Refusal?.Status));

    private static byte[] Compress(string coding, byte[] octets)
    {
        using var output = new MemoryStream();
        using (Stream compressor = coding switch
        {
            "gzip" => new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true),
            "deflate" => new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true),
            _ => new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            compressor.Write(octets);
        }

        return output.Length > 0 ? output.ToArray() : EmptyOf(coding);
    }

    /// <summary>The framework writes nothing at all for no octets.</summary>
    private static byte[] EmptyOf(string coding) => coding switch
    {
        "gzip" => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        "deflate" => [0x78, 0x9C, 3, 0, 0, 0, 0, 1],
        _ => [0x3B],
    };
}
