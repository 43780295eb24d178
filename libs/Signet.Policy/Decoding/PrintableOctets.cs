using System.Numerics;
using Signet.Policy.Text;

namespace Signet.Policy.Decoding;

/// <summary>A bit for each of many octets: the printable ones of ASCII, its line ends and zeros.</summary>
internal static class PrintableOctets
{
    private const int WordBits = 64;
    private const int BlockLength = 16;

    private static readonly AsciiClass Printable = new(static c => c is '\0' or '\t' or '\n' or '\r' or (>= ' ' and < '\x7F'));

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
            return ReadWord(octets);
        }

        ulong word = 0;
        int block = 0;
        for (; (block + 1) * BlockLength <= octets.Length; block++)
        {
            word |= (ulong)Printable.Members(new AsciiBlock(octets.Slice(block * BlockLength, BlockLength))) << (block * BlockLength);
        }

        Span<byte> last = stackalloc byte[BlockLength];
        last.Fill(byte.MaxValue);
        octets[(block * BlockLength)..].CopyTo(last);
        return word | ((ulong)Printable.Members(new AsciiBlock(last)) << (block * BlockLength));
    }

    private static ulong ReadWord(ReadOnlySpan<byte> octets) => Printable.Members(
        new AsciiBlock(octets[..BlockLength]),
        new AsciiBlock(octets.Slice(BlockLength, BlockLength)),
        new AsciiBlock(octets.Slice(2 * BlockLength, BlockLength)),
        new AsciiBlock(octets.Slice(3 * BlockLength, BlockLength)));
}
