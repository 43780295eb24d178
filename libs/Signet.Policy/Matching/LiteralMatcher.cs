using System.Buffers;
using System.Numerics;
using System.Text;

namespace Signet.Policy.Matching;

/// <summary>
/// Looks for literals in text that comes in pieces, and finds the same however it is cut. Text is folded
/// (<see cref="CharacterFolding"/>) and white space is skipped, so that neither spacing, line ends, case, marks, hidden characters
/// nor compatibility forms hide a literal; where words begin and end is remembered from the text as it stands.
/// Linear time, flat memory. Not safe for concurrent use.
/// </summary>
internal sealed class LiteralMatcher(LiteralAutomaton automaton, Literal[] literals)
{
    /// <summary>More white space than this between two characters parts them for good.</summary>
    internal const int MaxGap = 64;

    /// <summary>More hidden characters than this in a row inside a possible literal is a finding of its own.</summary>
    internal const int MaxHidden = 256;

    private const byte Word = 0;
    private const byte Punctuation = 1;
    private const byte Space = 2;
    private const byte Hidden = 3;

    private static readonly byte[] AsciiClasses = MakeAsciiClasses();

    private readonly List<int> _awaitingWordEnd = [];

    // The symbols that may be part of a literal; made when the first one is met, since most texts that pass here have none.
    private Symbol[] _ring = [];
    private int _state;
    private long _symbols;
    private long _position;
    private char _pendingHigh;
    private int _gap;
    private int _hidden;
    private bool _boundary = true;

    /// <summary>True once hidden characters have stood in the middle of a possible literal in a number that no text needs.</summary>
    internal bool FoundHiddenRun { get; private set; }

    /// <summary>How many of the last characters may still turn out to be part of a literal.</summary>
    internal int Held
    {
        get
        {
            int depth = automaton.Depth(_state);
            long from = depth == 0 ? _position : At(_symbols - depth).Start;
            return (int)(_position - from) + (_pendingHigh == 0 ? 0 : 1);
        }
    }

    /// <summary>Reads on; puts the positions (in the list of literals) of those found into <paramref name="found"/>, in order.</summary>
    internal void Push(ReadOnlySpan<char> text, List<int> found)
    {
        if (_pendingHigh != 0 && !text.IsEmpty)
        {
            char high = _pendingHigh;
            _pendingHigh = default;
            bool isPair = char.IsLowSurrogate(text[0]);
            Read(isPair ? new Rune(high, text[0]) : Rune.ReplacementChar, isPair ? 2 : 1, found);
            text = text[(isPair ? 1 : 0)..];
        }

        while (!text.IsEmpty)
        {
            text = text[ReadAscii(text, found)..];
            if (text.IsEmpty)
            {
                return;
            }

            if (text[0] < 128)
            {
                Read(new Rune(text[0]), 1, found);
                text = text[1..];
                continue;
            }

            OperationStatus status = Rune.DecodeFromUtf16(text, out Rune rune, out int used);
            if (status == OperationStatus.NeedMoreData)
            {
                _pendingHigh = text[0];
                return;
            }

            Read(rune, used, found);
            text = text[used..];
        }
    }

    /// <summary>Nothing more comes: what waited for the end of a word is found.</summary>
    internal void Complete(List<int> found)
    {
        if (_pendingHigh != 0)
        {
            _pendingHigh = default;
            Read(Rune.ReplacementChar, 1, found);
        }

        EndWord(found);
    }

    /// <summary>Another text follows, as if nothing but white space stood between.</summary>
    internal void Separate(List<int> found)
    {
        Complete(found);
        _boundary = true;
    }

    /// <summary>
    /// Does for ordinary ASCII what <see cref="Read"/> does for all text, by tables. Stops at the first character that it leaves to it:
    /// others, hidden ones, and whatever follows a literal that waits for the end of its word.
    /// </summary>
    /// <returns>How many characters it has read.</returns>
    private int ReadAscii(ReadOnlySpan<char> text, List<int> found)
    {
        int state = _state;
        bool boundary = _boundary;
        int i = 0;
        for (; i < text.Length && _awaitingWordEnd.Count == 0; i++)
        {
            char c = text[i];
            byte kind = c < 128 ? AsciiClasses[c] : Hidden;
            if (kind <= Punctuation)
            {
                int next = automaton.StepAscii(state, c);
                if (next != LiteralAutomaton.Root)
                {
                    Remember(new Symbol(_position + i, boundary, !char.IsAsciiLetterLower(c)));
                    ReadOnlySpan<int> ends = automaton.Found(next);
                    if (!ends.IsEmpty)
                    {
                        Take(ends, isWord: kind == Word, found);
                    }
                }

                state = next;
                boundary = kind == Punctuation;
                _gap = _hidden = 0;
            }
            else if (kind == Space)
            {
                boundary = true;
                if (++_gap > MaxGap)
                {
                    state = LiteralAutomaton.Root;
                }
            }
            else
            {
                break;
            }
        }

        (_state, _boundary) = (state, boundary);
        _position += i;
        return i;
    }

    private void Read(Rune rune, int length, List<int> found)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            EndWord(found);
            _boundary = true;
            if (++_gap > MaxGap)
            {
                _state = LiteralAutomaton.Root;
            }
        }
        else if (CharacterFolding.IsHidden(rune))
        {
            if (++_hidden > MaxHidden && _state != LiteralAutomaton.Root)
            {
                FoundHiddenRun = true;
                _state = LiteralAutomaton.Root;
            }
        }
        else
        {
            Span<char> folded = stackalloc char[CharacterFolding.MaxExpansion];
            int count = CharacterFolding.Fold(rune, folded, out bool isUpper);
            foreach (char c in folded[..count])
            {
                Step(c, _position, isUpper, found);
            }

            _gap = _hidden = 0;
        }

        _position += length;
    }

    private void Step(char c, long start, bool isUpper, List<int> found)
    {
        bool isWord = char.IsLetterOrDigit(c);
        if (!isWord)
        {
            EndWord(found);
        }

        _awaitingWordEnd.Clear();
        Remember(new Symbol(start, _boundary, isUpper));
        _boundary = !isWord;
        _state = automaton.Step(_state, c);
        Take(automaton.Found(_state), isWord, found);
    }

    private void Remember(Symbol symbol)
    {
        if (_ring.Length == 0)
        {
            _ring = new Symbol[BitOperations.RoundUpToPowerOf2((uint)automaton.MaxLength + 1)];
        }

        _ring[_symbols & (_ring.Length - 1)] = symbol;
        _symbols++;
    }

    /// <summary>Takes the literals that end with the last symbol, as far as the text around them fits.</summary>
    private void Take(ReadOnlySpan<int> ends, bool isWord, List<int> found)
    {
        foreach (int index in ends)
        {
            if (!FitsBefore(literals[index]))
            {
                continue;
            }

            if (literals[index].EndsWord && isWord)
            {
                _awaitingWordEnd.Add(index);
            }
            else
            {
                found.Add(index);
            }
        }
    }

    private bool FitsBefore(Literal literal)
    {
        long first = _symbols - literal.Text.Length;
        if (literal.StartsWord && !At(first).Boundary)
        {
            return false;
        }

        if (literal.UpperOnly)
        {
            for (long i = first; i < _symbols; i++)
            {
                if (!At(i).IsUpper)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void EndWord(List<int> found)
    {
        found.AddRange(_awaitingWordEnd);
        _awaitingWordEnd.Clear();
    }

    private Symbol At(long symbol) => _ring[symbol & (_ring.Length - 1)];

    private static byte[] MakeAsciiClasses()
    {
        byte[] classes = new byte[128];
        for (int c = 0; c < classes.Length; c++)
        {
            Rune rune = new(c);
            classes[c] = Rune.IsWhiteSpace(rune) ? Space
                : CharacterFolding.IsHidden(rune) ? Hidden
                : Rune.IsLetterOrDigit(rune) ? Word : Punctuation;
        }

        return classes;
    }

    /// <summary>
    /// One folded character: where the one that it comes from starts, whether no letter or digit stands right before it, and whether it
    /// isn't lower case in the text.
    /// </summary>
    private readonly record struct Symbol
    {
        private const int Flags = 2;

        // In one number, since each text of an answer that may hold a literal has a ring of them.
        private readonly long _value;

        public Symbol(long start, bool boundary, bool isUpper) => _value = (start << Flags) | (boundary ? 2L : 0) | (isUpper ? 1L : 0);

        public long Start => _value >> Flags;

        public bool Boundary => (_value & 2) != 0;

        public bool IsUpper => (_value & 1) != 0;
    }
}
