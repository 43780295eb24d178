using System.Runtime.InteropServices;
using Signet.Policy.Text;

namespace Signet.Policy.Decoding;

/// <summary>A bit for each character of a text and each of some classes, made in one vectorised pass. Keeps its memory between texts.</summary>
internal sealed class ClassBits(AsciiClass[] classes)
{
    private const int WordBits = 64;
    private const int BlockLength = 16;

    /// <summary>What one long text took isn't kept for all that follow.</summary>
    private const int MaxKept = 32 << 10;

    private ulong[] _bits = [];
    private int _words;

    /// <summary>The characters of a class, by its number; those beyond ASCII are in none.</summary>
    internal Span<ulong> this[int number] => _bits.AsSpan(number * _words, _words);

    /// <summary>Takes another text.</summary>
    internal void Read(ReadOnlySpan<char> text)
    {
        _words = (text.Length + WordBits - 1) / WordBits;
        if (_bits.Length < classes.Length * _words)
        {
            _bits = new ulong[Math.Max(classes.Length * _words, 2 * _bits.Length)];
        }

        ReadOnlySpan<ushort> units = MemoryMarshal.Cast<char, ushort>(text);
        int word = 0;
        for (; (word + 1) * WordBits <= text.Length; word++)
        {
            ReadWord(units.Slice(word * WordBits, WordBits), word);
        }

        if (word < _words)
        {
            // What stands behind the end is in no class.
            Span<ushort> last = stackalloc ushort[WordBits];
            last.Fill(ushort.MaxValue);
            units[(word * WordBits)..].CopyTo(last);
            ReadWord(last, word);
        }
    }

    /// <summary>Gives back what a long text took.</summary>
    internal void Clear()
    {
        if (_bits.Length > MaxKept)
        {
            (_bits, _words) = ([], 0);
        }
    }

    private void ReadWord(ReadOnlySpan<ushort> units, int word)
    {
        AsciiBlock first = new(units[..BlockLength]);
        AsciiBlock second = new(units.Slice(BlockLength, BlockLength));
        AsciiBlock third = new(units.Slice(2 * BlockLength, BlockLength));
        AsciiBlock fourth = new(units.Slice(3 * BlockLength, BlockLength));
        for (int i = 0; i < classes.Length; i++)
        {
            _bits[(i * _words) + word] = classes[i].Members(first, second, third, fourth);
        }
    }
}
