using System.Buffers;
using System.IO.Compression;

namespace Signet.Gateway.Preflight;

/// <summary>The coding <c>deflate</c>, which is zlib (RFC 1950), and the bare DEFLATE (RFC 1951) inside it.</summary>
internal static class DeflateBody
{
    private const int Chunk = 16 << 10;

    public static (CodingFault Fault, ReadOnlyMemory<byte> Octets) DecodeZlib(ReadOnlyMemory<byte> octets, int limit) =>
        Decode(octets, limit, static source => new ZLibStream(source, CompressionMode.Decompress));

    public static (CodingFault Fault, ReadOnlyMemory<byte> Octets) DecodeBare(ReadOnlyMemory<byte> octets, int limit) =>
        Decode(octets, limit, static source => new DeflateStream(source, CompressionMode.Decompress));

    private static (CodingFault Fault, ReadOnlyMemory<byte> Octets) Decode(ReadOnlyMemory<byte> octets, int limit, Func<Stream, Stream> open)
    {
        using var source = new OneOctetShort(octets);
        using var inflated = open(source);
        var output = new ArrayBufferWriter<byte>(Chunk);
        try
        {
            int read;
            do
            {
                read = inflated.Read(output.GetSpan(Chunk));
                output.Advance(read);
                if (output.WrittenCount > limit)
                {
                    return (CodingFault.TooLarge, default);
                }
            }
            while (read > 0);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // The second is how zlib's own complaints come out; the octets are in memory, so nothing else can.
            return (CodingFault.Broken, default);
        }

        return source.EndedExactly ? (CodingFault.None, output.WrittenMemory) : (CodingFault.Broken, default);
    }
}
