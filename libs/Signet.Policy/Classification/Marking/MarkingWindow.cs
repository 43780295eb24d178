using System.Buffers;
using System.Text;
using Signet.Policy.Matching;

namespace Signet.Policy.Classification.Marking;

/// <summary>
/// The folded characters of a text from one place on, as far as somebody asks for them. What was asked for beyond the end of a text that
/// goes on is remembered: whatever was concluded then may change.
/// </summary>
internal ref struct MarkingWindow
{
    /// <summary>More white space than this between two characters parts them.</summary>
    internal const int MaxGap = 64;

    /// <summary>More hidden characters than this between two characters of a marking is a finding of its own.</summary>
    internal const int MaxHidden = 256;

    private const int MaxSymbols = 512;
    private const int MaxLength = 4096;

    private readonly ReadOnlySpan<char> _text;
    private readonly bool _goesOn;
    private readonly int _start;
    private MarkingSymbol[] _symbols;
    private int _count;
    private int _next;
    private bool _wordBefore;

    /// <summary>Starts at a place.</summary>
    /// <param name="text">All that is known of the text.</param>
    /// <param name="start">The first character wanted.</param>
    /// <param name="wordBefore">True when a letter or digit stands right before it.</param>
    /// <param name="goesOn">True when more of the text may come.</param>
    /// <param name="symbols">Memory to use; <see cref="Memory"/> gives it back.</param>
    internal MarkingWindow(ReadOnlySpan<char> text, int start, bool wordBefore, bool goesOn, MarkingSymbol[] symbols)
    {
        _text = text;
        _start = _next = start;
        _wordBefore = wordBefore;
        _goesOn = goesOn;
        _symbols = symbols;
    }

    /// <summary>Something was asked for that hasn't come yet.</summary>
    internal bool RanOut { get; private set; }

    /// <summary>So many hidden characters stand inside as no text needs.</summary>
    internal bool HiddenRun { get; private set; }

    /// <summary>The place behind all that was looked at.</summary>
    internal readonly int Reached => _next;

    internal readonly MarkingSymbol[] Memory => _symbols;

    /// <summary>The character at a position; behind the end, and behind the first one that is no part of any marking, one without a code.</summary>
    internal MarkingSymbol this[int position]
    {
        get
        {
            while (position >= _count)
            {
                if (_count > 0 && _symbols[_count - 1].Code == 0)
                {
                    return _symbols[_count - 1];
                }

                if (!TryRead())
                {
                    return new MarkingSymbol(0, false, false, true, true, true, _next, _next);
                }
            }

            return _symbols[position];
        }
    }

    /// <summary>The folded characters of a range.</summary>
    internal string Text(int from, int to)
    {
        StringBuilder text = new();
        for (int i = from; i < to; i++)
        {
            text.Append((char)this[i].Code);
        }

        return text.ToString();
    }

    private bool TryRead()
    {
        int gap = 0;
        int hidden = 0;
        bool line = false;
        for (int at = _next; at < _text.Length;)
        {
            if (_count >= MaxSymbols || at - _start > MaxLength || hidden > MaxHidden)
            {
                HiddenRun = true;
                return false;
            }

            byte code = MarkingAlphabet.CodeOf(_text[at]);
            if (code == MarkingAlphabet.Space)
            {
                line |= _text[at] is '\n' or '\v' or '\f' or '\r' or '\u0085' or '\u2028' or '\u2029';
                at++;
                if (++gap > MaxGap)
                {
                    return false;
                }
            }
            else if (code == MarkingAlphabet.Hidden)
            {
                at++;
                hidden++;
            }
            else if (code is MarkingAlphabet.Several or MarkingAlphabet.Surrogate)
            {
                OperationStatus status = Rune.DecodeFromUtf16(_text[at..], out Rune rune, out int length);
                if (status == OperationStatus.NeedMoreData && _goesOn)
                {
                    break;
                }

                Span<byte> codes = stackalloc byte[CharacterFolding.MaxExpansion];
                int count = MarkingAlphabet.Fold(rune, codes);
                if (count == 0 || codes[0] == MarkingAlphabet.Hidden)
                {
                    at += length;
                    hidden++;
                    continue;
                }

                foreach (byte part in codes[..count])
                {
                    Add(part, gap > 0, line, at, at + length);
                    gap = 0;
                }

                return true;
            }
            else
            {
                Add(code, gap > 0, line, at, at + 1);
                return true;
            }
        }

        RanOut = _goesOn;
        return false;
    }

    private void Add(byte code, bool space, bool line, int start, int end)
    {
        if (_count == _symbols.Length)
        {
            Array.Resize(ref _symbols, Math.Max(16, _count * 2));
        }

        byte folded = (byte)(code & ~MarkingAlphabet.Lower);
        bool isWord = MarkingAlphabet.IsWord(code);
        _symbols[_count++] = new MarkingSymbol(
            code < 0x20 ? (byte)0 : folded, code == folded, isWord, space || !_wordBefore, space, line, start, end);
        _wordBefore = isWord;
        _next = end;
    }
}
