using System.Numerics;
using System.Runtime.Intrinsics;

namespace Signet.Policy.Decoding;

/// <summary>A bit for each of many octets: the printable ones of ASCII, its line ends and zeros.</summary>
internal static class PrintableOctets
{
    private const int WordBits = 64;

    /// <summary>How many words the bits of so many octets take.</summary>
    internal static int Words(int octets) => (octets + WordBits - 1) / WordBits;

    /// <summary>Sets the bits of each word, the first octet lowest.</summary>
    internal static void Read(ReadOnlySpan<byte> octets, Span<ulong> words)
    {
        for (int word = 0; word < words.Length; word++)
        {
            words[word] = Word(octets[(word * WordBits)..]);
        }
    }

    /// <summary>True when so many of them, 1 to 64, stand in a row.</summary>
    internal static bool HoldsRun(ReadOnlySpan<byte> octets, int length)
    {
        int open = 0;
        for (; octets.Length >= length - open; octets = octets[Math.Min(octets.Length, WordBits)..])
        {
            ulong word = Word(octets);
            if (open + BitOperations.TrailingZeroCount(~word) >= length || BitRuns.HasRun(word, length))
            {
                return true;
            }

            open = BitOperations.LeadingZeroCount(~word);
        }

        return false;
    }

    private static ulong Word(ReadOnlySpan<byte> octets)
    {
        if (octets.Length >= WordBits)
        {
            return Bits(octets);
        }

        Span<byte> last = stackalloc byte[WordBits];
        last.Fill(byte.MaxValue);
        octets.CopyTo(last);
        return Bits(last);
    }

    private static ulong Bits(ReadOnlySpan<byte> octets) =>
        Bits(Vector256.Create(octets)) | ((ulong)Bits(Vector256.Create(octets[Vector256<byte>.Count..])) << Vector256<byte>.Count);

    private static uint Bits(Vector256<byte> octets) =>
        (Vector256.LessThan(octets - Vector256.Create((byte)' '), Vector256.Create((byte)('\x7F' - ' ')))
        | Vector256.Equals(octets, Vector256<byte>.Zero) | Vector256.Equals(octets, Vector256.Create((byte)'\t'))
        | Vector256.Equals(octets, Vector256.Create((byte)'\n')) | Vector256.Equals(octets, Vector256.Create((byte)'\r'))).ExtractMostSignificantBits();
}
