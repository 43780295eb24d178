using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Signet.Policy.Decoding;

/// <summary>
/// Reads octets as text: UTF-16 when every other one is 0, else UTF-8 when they are valid. Of others, which are hardly ever text, the
/// printable pieces are read that are long enough to say something.
/// </summary>
internal static class OctetText
{
    /// <summary>Shorter pieces of printable characters hold no phrase.</summary>
    internal const int MinPrintable = 12;

    /// <summary>Fewer octets hold no phrase.</summary>
    internal const int MinLength = 6;

    internal static string Read(ReadOnlySpan<byte> octets)
    {
        if (octets.Length >= 4 && octets.Length % 2 == 0)
        {
            (int even, int odd) = Zeros(octets);
            if (Math.Max(even, odd) * 3 > octets.Length)
            {
                return (even > odd ? Encoding.BigEndianUnicode : Encoding.Unicode).GetString(octets);
            }
        }

        return Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : ReadPieces(octets);
    }

    /// <summary>Reads each octet as a character.</summary>
    internal static string ReadAll(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);

    /// <summary>False for octets that can't hold a phrase: neither text as a whole nor with a printable piece.</summary>
    internal static bool MayHoldText(ReadOnlySpan<byte> octets) =>
        HoldsPiece(octets) || (octets.Length >= MinLength && Utf8.IsValid(octets));

    /// <summary>True when there is a printable piece that is long enough to be read.</summary>
    internal static bool HoldsPiece(ReadOnlySpan<byte> octets) => PrintableOctets.HoldsRun(octets, MinPrintable);

    /// <summary>True for what begins as zlib does (RFC 1950), without a preset dictionary.</summary>
    internal static bool MayBeZlib(ReadOnlySpan<byte> octets) =>
        octets.Length > 8 && (octets[0] & 0x8F) == 8 && ((octets[0] << 8) | octets[1]) % 31 == 0 && (octets[1] & 0x20) == 0
        && DeflateHead.MayBegin(octets[2..]);

    private static string ReadPieces(ReadOnlySpan<byte> octets)
    {
        ulong[] words = ArrayPool<ulong>.Shared.Rent(PrintableOctets.Words(octets.Length));
        Span<ulong> bits = words.AsSpan(0, PrintableOctets.Words(octets.Length));
        PrintableOctets.Read(octets, bits);
        StringBuilder pieces = new();
        BitRuns runs = new(bits, MinPrintable);
        while (runs.Next())
        {
            pieces.Append(Encoding.Latin1.GetString(octets[runs.Start..runs.End])).Append('\n');
        }

        ArrayPool<ulong>.Shared.Return(words);
        return pieces.ToString();
    }

    private static (int Even, int Odd) Zeros(ReadOnlySpan<byte> octets)
    {
        int even = 0;
        int odd = 0;
        for (int i = 0; i < octets.Length; i += 2)
        {
            even += octets[i] == 0 ? 1 : 0;
            odd += octets[i + 1] == 0 ? 1 : 0;
        }

        return (even, odd);
    }
}
