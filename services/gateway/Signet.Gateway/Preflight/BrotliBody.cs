using System.Buffers;
using System.IO.Compression;

namespace Signet.Gateway.Preflight;

/// <summary>The coding <c>br</c> (RFC 7932).</summary>
internal static class BrotliBody
{
    private const int Chunk = 16 << 10;

    public static (CodingFault Fault, ReadOnlyMemory<byte> Octets) Decode(ReadOnlyMemory<byte> octets, int limit)
    {
        using var decoder = default(BrotliDecoder);
        var output = new ArrayBufferWriter<byte>(Chunk);
        var rest = octets.Span;
        while (true)
        {
            var status = decoder.Decompress(rest, output.GetSpan(Chunk), out var consumed, out var written);
            output.Advance(written);
            rest = rest[consumed..];
            if (output.WrittenCount > limit)
            {
                return (CodingFault.TooLarge, default);
            }

            if (status != OperationStatus.DestinationTooSmall)
            {
                return status == OperationStatus.Done && rest.IsEmpty ? (CodingFault.None, output.WrittenMemory) : (CodingFault.Broken, default);
            }
        }
    }
}
