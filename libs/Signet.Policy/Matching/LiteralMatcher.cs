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

    private readonly Symbol[] _ring = new Symbol[BitOperations.RoundUpToPowerOf2((uint)automaton.MaxLength + 1)];
    private readonly List<int> _awaitingWordEnd = [];
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
        _ring[_symbols & (_ring.Length - 1)] = new Symbol(start, _boundary, isUpper);
        _symbols++;
        _boundary = !isWord;
        _state = automaton.Step(_state, c);
        foreach (int index in automaton.Found(_state))
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

    /// <summary>One folded character.</summary>
    /// <param name="Start">Where the character it comes from starts.</param>
    /// <param name="Boundary">True when no letter or digit stands right before it.</param>
    /// <param name="IsUpper">True when it isn't lower case in the text.</param>
    private readonly record struct Symbol(long Start, bool Boundary, bool IsUpper);
}
