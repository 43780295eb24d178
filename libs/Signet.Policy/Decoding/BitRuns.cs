using System.Numerics;

namespace Signet.Policy.Decoding;

/// <summary>
/// Goes from one long run of set bits to the next, lowest bit of a word first. Words without a long run cost a few steps each.
/// </summary>
internal ref struct BitRuns
{
    private const int WordBits = 64;

    private readonly ReadOnlySpan<ulong> _words;
    private readonly int _min;
    private ulong _rest;
    private int _word = -1;
    private int _open = -1;

    /// <summary>Prepares for runs of at least <paramref name="min"/> bits, 1 to 64.</summary>
    internal BitRuns(ReadOnlySpan<ulong> words, int min)
    {
        _words = words;
        _min = min;
    }

    /// <summary>The first bit of the run.</summary>
    internal int Start { get; private set; }

    /// <summary>The bit behind its last.</summary>
    internal int End { get; private set; }

    /// <summary>Goes to the next long run; false when there is none.</summary>
    internal bool Next()
    {
        while (true)
        {
            if (_rest != 0)
            {
                int start = BitOperations.TrailingZeroCount(_rest);
                int length = BitOperations.TrailingZeroCount(~(_rest >> start));
                if (start + length >= WordBits)
                {
                    _open = (_word * WordBits) + start;
                    _rest = 0;
                    continue;
                }

                _rest &= ulong.MaxValue << (start + length);
                if (length >= _min)
                {
                    return Found((_word * WordBits) + start, (_word * WordBits) + start + length);
                }
            }
            else if (++_word >= _words.Length)
            {
                int start = _open;
                (_open, _word) = (-1, _words.Length);
                return start >= 0 && (_words.Length * WordBits) - start >= _min && Found(start, _words.Length * WordBits);
            }
            else if (EntersWord(out int start, out int end) && end - start >= _min)
            {
                return Found(start, end);
            }
        }
    }

    /// <summary>Takes the next word; true when the run that was open ends in it.</summary>
    private bool EntersWord(out int start, out int end)
    {
        ulong word = _words[_word];
        start = _open;
        end = 0;
        if (start >= 0)
        {
            int head = BitOperations.TrailingZeroCount(~word);
            if (head == WordBits)
            {
                return false;
            }

            end = (_word * WordBits) + head;
            word &= ulong.MaxValue << head;
            _open = -1;
        }

        // Most words hold no long run; then all that counts is a run at the top, which may go on.
        int top = BitOperations.LeadingZeroCount(~word);
        _rest = HasRun(word, _min) ? word : top == 0 ? 0 : word & (ulong.MaxValue << (WordBits - top));
        return start >= 0;
    }

    /// <summary>True when so many bits of a word are set in a row.</summary>
    internal static bool HasRun(ulong word, int length)
    {
        for (int have = 1; have < length && word != 0;)
        {
            int step = Math.Min(have, length - have);
            word &= word >> step;
            have += step;
        }

        return word != 0;
    }

    private bool Found(int start, int end)
    {
        (Start, End) = (start, end);
        return true;
    }
}
