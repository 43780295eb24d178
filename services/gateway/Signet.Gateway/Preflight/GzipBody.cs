using System.Buffers.Binary;

namespace Signet.Gateway.Preflight;

/// <summary>
/// The coding <c>gzip</c> (RFC 1952) with exactly one member. Header and trailer are read here: the framework's reader takes several
/// members for one, and lets octets stand behind the last.
/// </summary>
internal static class GzipBody
{
    private const int FixedHeader = 10;
    private const int Trailer = 8;
    private const byte Deflate = 8;

    private const byte HasHeaderCrc = 0x02;
    private const byte HasExtra = 0x04;
    private const byte HasName = 0x08;
    private const byte HasComment = 0x10;
    private const byte Reserved = 0xE0;

    public static (CodingFault Fault, ReadOnlyMemory<byte> Octets) Decode(ReadOnlyMemory<byte> octets, int limit)
    {
        var start = EndOfHeader(octets.Span);
        if (start < 0 || octets.Length - start < Trailer)
        {
            return (CodingFault.Broken, default);
        }

        var (fault, output) = DeflateBody.DecodeBare(octets[start..^Trailer], limit);
        var trailer = octets.Span[^Trailer..];
        var holds = fault == CodingFault.None
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer) == Crc32.Of(output.Span)
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == (uint)output.Length;
        return holds ? (fault, output) : (fault == CodingFault.None ? CodingFault.Broken : fault, default);
    }

    /// <summary>Where the header ends, or -1 when it isn't one.</summary>
    private static int EndOfHeader(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < FixedHeader || octets[0] != 0x1F || octets[1] != 0x8B || octets[2] != Deflate || (octets[3] & Reserved) != 0)
        {
            return -1;
        }

        var (flags, end) = (octets[3], FixedHeader);
        if ((flags & HasExtra) != 0)
        {
            end = octets.Length - end < 2 ? octets.Length + 1 : end + 2 + BinaryPrimitives.ReadUInt16LittleEndian(octets[end..]);
        }

        end = (flags & HasName) != 0 ? EndOfText(octets, end) : end;
        end = (flags & HasComment) != 0 ? EndOfText(octets, end) : end;
        if ((flags & HasHeaderCrc) != 0)
        {
            end = octets.Length - end >= 2 && BinaryPrimitives.ReadUInt16LittleEndian(octets[end..]) == (ushort)Crc32.Of(octets[..end])
                ? end + 2
                : octets.Length + 1;
        }

        return end <= octets.Length ? end : -1;
    }

    /// <summary>Behind the NUL that ends a text; beyond the octets when there is none.</summary>
    private static int EndOfText(ReadOnlySpan<byte> octets, int start)
    {
        var length = start < octets.Length ? octets[start..].IndexOf((byte)0) : -1;
        return length < 0 ? octets.Length + 1 : start + length + 1;
    }
}
