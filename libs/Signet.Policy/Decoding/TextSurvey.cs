using System.Runtime.InteropServices;
using Signet.Policy.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// What one vectorised pass tells of a text: a bit for each character and each class of characters that decoders ask for. From it they see
/// where something may be that they can undo, without a look at every word. Keeps its memory between texts; not safe for concurrent use.
/// </summary>
internal sealed class TextSurvey
{
    private const int WordBits = 64;
    private const int BlockLength = 16;

    private static readonly AsciiClass[] Classes =
    [
        new(IsBlank), new(Base64Decoder.IsLetter), new(static c => Base64Decoder.IsLetter(c) || (IsBlank(c) && c != ' ')),
        new(char.IsAsciiLetterLower), new(HexDecoder.IsPart), new(Rot47Decoder.IsPart),
    ];

    private ulong[] _bits = [];
    private int _words;

    /// <summary>All but white space of ASCII.</summary>
    internal ReadOnlySpan<ulong> NonBlanks => Bits(0);

    /// <summary>Letters of Base64 and Base64url.</summary>
    internal ReadOnlySpan<ulong> Base64Letters => Bits(1);

    /// <summary>The same, and white space that isn't a space.</summary>
    internal ReadOnlySpan<ulong> Base64Lines => Bits(2);

    /// <summary>a to z.</summary>
    internal ReadOnlySpan<ulong> SmallLetters => Bits(3);

    /// <summary>Hexadecimal digits and what may stand between them.</summary>
    internal ReadOnlySpan<ulong> HexParts => Bits(4);

    /// <summary>What rot47 makes letters of, and white space.</summary>
    internal ReadOnlySpan<ulong> Rot47Parts => Bits(5);

    internal static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n' or '\v' or '\f';

    /// <summary>Takes another text.</summary>
    internal void Read(ReadOnlySpan<char> text)
    {
        _words = (text.Length + WordBits - 1) / WordBits;
        if (_bits.Length < Classes.Length * _words)
        {
            _bits = new ulong[Math.Max(Classes.Length * _words, 2 * _bits.Length)];
        }

        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(text);
        int word = 0;
        for (; (word + 1) * WordBits <= text.Length; word++)
        {
            ReadWord(units.Slice(word * WordBits, WordBits), word);
        }

        if (word < _words)
        {
            Span<ushort> last = stackalloc ushort[WordBits];
            last.Fill(' ');
            units[(word * WordBits)..].CopyTo(last);
            ReadWord(last, word);

            // What stands behind the end is in no class.
            ulong known = ulong.MaxValue >> (WordBits - (text.Length - (word * WordBits)));
            for (int i = 0; i < Classes.Length; i++)
            {
                _bits[(i * _words) + word] &= known;
            }
        }
    }

    private void ReadWord(ReadOnlySpan<ushort> units, int word)
    {
        AsciiBlock first = new(units[..BlockLength]);
        AsciiBlock second = new(units.Slice(BlockLength, BlockLength));
        AsciiBlock third = new(units.Slice(2 * BlockLength, BlockLength));
        AsciiBlock fourth = new(units.Slice(3 * BlockLength, BlockLength));
        for (int i = 0; i < Classes.Length; i++)
        {
            AsciiClass members = Classes[i];
            _bits[(i * _words) + word] = members.Members(first) | ((ulong)members.Members(second) << BlockLength)
                | ((ulong)members.Members(third) << (2 * BlockLength)) | ((ulong)members.Members(fourth) << (3 * BlockLength));
        }

        // Characters beyond ASCII are in no class, and no white space of ASCII.
        _bits[word] = ~_bits[word];
    }

    private ReadOnlySpan<ulong> Bits(int number) => _bits.AsSpan(number * _words, _words);
}
