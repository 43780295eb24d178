using System.Buffers;
using System.Text;

namespace Signet.Policy.Classification.Marking;

/// <summary>
/// One search through what is known of a text. Between the characters that every marking has one of nothing is looked at; around each of
/// them as little as tells that there is none.
/// </summary>
internal ref struct MarkingSearch
{
    /// <summary>How far one looks back for what stands before a marking.</summary>
    internal const int Context = 16;

    private const int Stride = MarkingWindow.MaxHidden / 2;
    private const string Copyright = "COPYRIGHT";

    private readonly MarkingVocabulary _vocabulary;
    private readonly ReadOnlySpan<char> _text;
    private readonly int _from;
    private readonly bool _goesOn;
    private readonly bool _wordBefore;
    private readonly List<MarkingMatch> _found;

    /// <summary>Prepares a search.</summary>
    /// <param name="vocabulary">What to look for.</param>
    /// <param name="text">The text; what stands before <paramref name="from"/> has been searched.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="wordBefore">True when a letter or digit stood right before the text.</param>
    /// <param name="goesOn">True when more text may come.</param>
    /// <param name="found">Takes what is found.</param>
    /// <param name="memory">Memory to use; <see cref="Memory"/> gives it back.</param>
    internal MarkingSearch(
        MarkingVocabulary vocabulary, ReadOnlySpan<char> text, int from, bool wordBefore, bool goesOn, List<MarkingMatch> found, MarkingSymbol[] memory)
    {
        _vocabulary = vocabulary;
        _text = text;
        _from = from;
        _wordBefore = wordBefore;
        _goesOn = goesOn;
        _found = found;
        Memory = memory;
    }

    internal MarkingSymbol[] Memory { get; private set; }

    /// <summary>Hidden characters stand inside a possible marking in a number that no text needs.</summary>
    internal bool FoundHiddenRun { get; private set; }

    /// <summary>Searches to the end.</summary>
    /// <param name="inProse">True to take the levels that count in prose.</param>
    /// <returns>The place from which more text decides; the end when nothing is left open.</returns>
    internal int Run(bool inProse)
    {
        FindHiddenRuns();
        SearchValues<char> anchors = Ascii.IsValid(_text[_from..]) ? _vocabulary.AsciiAnchors : _vocabulary.Anchors;
        int at = _from;
        while (at < _text.Length)
        {
            int step = _text[at..].IndexOfAny(anchors);
            if (step < 0)
            {
                break;
            }

            at += step;
            if (!_vocabulary.MayBeMarking(_text, at))
            {
                at++;
                continue;
            }

            byte code = MarkingAlphabet.CodeOf(_text[at]);
            int next = at + 1;
            int open = code is MarkingAlphabet.Several or MarkingAlphabet.Surrogate
                ? ReadFolded(at, inProse, ref next)
                : Read(at, (byte)(code & ~MarkingAlphabet.Lower), inProse, ref next);
            if (open >= 0)
            {
                return open;
            }

            at = next;
        }

        return _goesOn ? PartialLevel(_text.Length) : _text.Length;
    }

    /// <summary>True when a letter or digit stands right before a place, hidden characters aside.</summary>
    internal readonly bool HasWordBefore(int place)
    {
        while (place > 0)
        {
            byte code = MarkingAlphabet.CodeBefore(_text, place, out int length);
            if (code != MarkingAlphabet.Hidden)
            {
                return MarkingAlphabet.IsWord(code);
            }

            place -= length;
        }

        return _wordBefore;
    }

    private int ReadFolded(int at, bool inProse, ref int next)
    {
        if (at + 1 == _text.Length && char.IsHighSurrogate(_text[at]) && _goesOn)
        {
            return PartialLevel(at);
        }

        Rune.DecodeFromUtf16(_text[at..], out Rune rune, out int length);
        Span<byte> codes = stackalloc byte[Matching.CharacterFolding.MaxExpansion];
        foreach (byte code in codes[..MarkingAlphabet.Fold(rune, codes)])
        {
            int open = Read(at, (byte)(code & ~MarkingAlphabet.Lower), inProse, ref next);
            if (open >= 0)
            {
                return open;
            }
        }

        next = Math.Max(next, at + length);
        return -1;
    }

    /// <summary>Looks at one of the characters that a marking may have. Gives the place from which more text decides, or -1.</summary>
    private int Read(int at, byte code, bool inProse, ref int next)
    {
        switch (code)
        {
            case (byte)'(':
                return ReadParenthesis(at, ref next);
            case (byte)'/':
                return ReadSlash(at, ref next);
            default:
                foreach (ProseWord word in inProse ? _vocabulary.Prose : [])
                {
                    int open = word.Folded[word.Anchor] == code ? ReadProse(word, at, ref next) : -1;
                    if (open >= 0)
                    {
                        return open;
                    }
                }

                return -1;
        }
    }

    private int ReadParenthesis(int at, ref int next)
    {
        if (IsSingle(at) && at + 1 < _text.Length && _text[at + 1] is > ' ' and < '\x7F' && !_vocabulary.StartsLevel(_text[at + 1]))
        {
            return -1;
        }

        MarkingWindow window = Open(at);
        ParseOutcome outcome = MarkingParser.Parenthesised(_vocabulary, ref window, FollowsCopyright(at), out MarkingMatch match, out int end);
        return Conclude(ref window, outcome, match, end, at, ref next);
    }

    private int ReadSlash(int at, ref int next)
    {
        if (IsSingle(at) && at + 1 < _text.Length && _text[at + 1] is > ' ' and < '\x7F' and not '/'
            && !_vocabulary.GoesOnAfterSlash(_text[at + 1]))
        {
            return -1;
        }

        MarkingWindow window = Open(RegionStart(at, _vocabulary.LevelTrie.MaxLength));
        int slash = 0;
        while (window[slash] is { Code: not 0 } symbol && (symbol.Start < at || symbol.Code != '/'))
        {
            slash++;
        }

        if (window[slash].Code == 0)
        {
            window = Open(at);
            slash = 0;
        }

        for (int start = 0; start < slash; start++)
        {
            if (!window[start].Parted || !window[start].IsWord)
            {
                continue;
            }

            ParseOutcome outcome = MarkingParser.Levelled(_vocabulary, ref window, start, slash, out MarkingMatch match, out int end);
            if (outcome != ParseOutcome.None)
            {
                bool isParenthesised = start > 0 && window[start - 1].Code == '(';
                return Conclude(ref window, outcome, match, end, window[isParenthesised ? start - 1 : start].Start, ref next);
            }
        }

        ParseOutcome lone = MarkingParser.Lone(_vocabulary, ref window, slash, out MarkingMatch control, out int behind);
        return Conclude(ref window, lone, control, behind, at, ref next);
    }

    private int ReadProse(ProseWord word, int at, ref int next)
    {
        MarkingWindow window = Open(RegionStart(at, word.Anchor));
        ParseOutcome outcome = MarkingParser.InProse(word, ref window, out MarkingMatch match, out int end);
        return Conclude(ref window, outcome, match, end, window[0].Start, ref next);
    }

    /// <summary>True when the character at a place folds to one, so that what stands beside it is beside that one.</summary>
    private readonly bool IsSingle(int at) => MarkingAlphabet.CodeOf(_text[at]) is not (MarkingAlphabet.Several or MarkingAlphabet.Surrogate);

    private int Conclude(ref MarkingWindow window, ParseOutcome outcome, MarkingMatch match, int end, int start, ref int next)
    {
        Memory = window.Memory;
        switch (outcome)
        {
            case ParseOutcome.Found:
                _found.Add(match);
                next = Math.Max(next, window[end - 1].End);
                return -1;
            case ParseOutcome.Hidden:
                FoundHiddenRun = true;
                next = Math.Max(next, window.Reached);
                return -1;
            default:
                return outcome == ParseOutcome.Open ? start : -1;
        }
    }

    private readonly MarkingWindow Open(int start) => new(_text, start, HasWordBefore(start), _goesOn, Memory);

    /// <summary>
    /// Where a level that ends before a place may start at most: back over the letters of one, the white space and the hidden
    /// characters between them, and an opening parenthesis.
    /// </summary>
    private readonly int RegionStart(int place, int letters)
    {
        int start = place;
        int gap = 0;
        int hidden = 0;
        while (place > _from && letters > 0 && gap <= MarkingWindow.MaxGap && hidden <= MarkingWindow.MaxHidden)
        {
            byte code = MarkingAlphabet.CodeBefore(_text[_from..], place - _from, out int length);
            place -= length;
            switch (code)
            {
                case MarkingAlphabet.Space:
                    gap++;
                    break;
                case MarkingAlphabet.Hidden:
                    hidden++;
                    break;
                case (byte)'(':
                    return place;
                case (byte)'-' or (byte)'_':
                case var _ when MarkingAlphabet.IsWord(code) && code != MarkingAlphabet.Letter:
                    (start, gap, hidden) = (place, 0, 0);
                    letters--;
                    break;
                default:
                    return start;
            }
        }

        return start;
    }

    /// <summary>
    /// Where the earliest text starts that ends at a place and may go on to be a level, with the parenthesis that may stand before it; the
    /// place itself when there is none.
    /// </summary>
    private int PartialLevel(int place)
    {
        int end = place > _from && char.IsHighSurrogate(_text[place - 1]) ? place - 1 : place;
        int earliest = end;
        int letters = _vocabulary.LevelTrie.MaxLength;
        int gap = 0;
        for (int at = end - 1; at >= _from && letters > 0 && gap <= MarkingWindow.MaxGap; at--)
        {
            char c = _text[at];
            if (c is ' ' or '\n' or '\r' or '\t')
            {
                gap++;
                continue;
            }

            if (c is < ' ' or >= '\x7F')
            {
                return Math.Min(earliest, PartialFolded(end));
            }

            if (c == '(' && IsPartial(at + 1, end))
            {
                return at;
            }

            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return earliest;
            }

            letters--;
            gap = 0;
            if (_vocabulary.StartsLevel(c) && IsPartial(at, end))
            {
                earliest = at;
            }
        }

        return earliest;
    }

    private readonly bool IsPartial(int start, int end)
    {
        int node = WordTrie.Root;
        for (int at = start; at < end && node != WordTrie.None; at++)
        {
            node = _text[at] <= ' ' ? node : _vocabulary.LevelTrie.Step(node, (byte)char.ToUpperInvariant(_text[at]));
        }

        return node != WordTrie.None && !HasWordBefore(start);
    }

    private int PartialFolded(int end)
    {
        int start = RegionStart(end, _vocabulary.LevelTrie.MaxLength);
        MarkingWindow window = new(_text[..end], start, HasWordBefore(start), goesOn: true, Memory);
        int count = 0;
        while (window[count].Code != 0)
        {
            count++;
        }

        Memory = window.Memory;
        for (int first = 0; first <= count && window.RanOut; first++)
        {
            int node = WordTrie.Root;
            for (int at = first; at < count && node != WordTrie.None; at++)
            {
                node = _vocabulary.LevelTrie.Step(node, window[at].Code);
            }

            bool isParenthesised = first > 0 && window[first - 1].Code == '(';
            if (node != WordTrie.None && (isParenthesised || (first < count && window[first].Parted)))
            {
                return window[isParenthesised ? first - 1 : first].Start;
            }
        }

        return end;
    }

    /// <summary>Hidden characters in such a number are let through nowhere else than where a level can't have begun.</summary>
    private void FindHiddenRuns()
    {
        if (_text.Length - _from <= MarkingWindow.MaxHidden || _text[_from..].IndexOfAnyExcept(MarkingAlphabet.Plain) < 0)
        {
            return;
        }

        // A run that is too long covers one of these places, whatever lies between them.
        for (int probe = _from + Stride; probe < _text.Length; probe += Stride)
        {
            int start = char.IsLowSurrogate(_text[probe]) ? probe - 1 : probe;
            if (!IsBlank(MarkingAlphabet.CodeAt(_text, start, out _)))
            {
                continue;
            }

            while (start > _from && IsBlank(MarkingAlphabet.CodeBefore(_text[_from..], start - _from, out int before)))
            {
                start -= before;
            }

            int at = start;
            int hidden = 0;
            int gap = 0;
            while (at < _text.Length && gap <= MarkingWindow.MaxGap && MarkingAlphabet.CodeAt(_text, at, out int length) is var code && IsBlank(code))
            {
                hidden += code == MarkingAlphabet.Hidden ? 1 : 0;
                gap += code == MarkingAlphabet.Space ? 1 : 0;
                at += length;
            }

            FoundHiddenRun |= hidden > MarkingWindow.MaxHidden && PartialLevel(start) < start;
            probe = Math.Max(probe, at - 1);
        }
    }

    private static bool IsBlank(byte code) => code is MarkingAlphabet.Hidden or MarkingAlphabet.Space;

    private readonly bool FollowsCopyright(int place)
    {
        int limit = Math.Max(0, place - Context);
        int left = Copyright.Length;
        while (place > limit && left > 0)
        {
            byte code = (byte)(MarkingAlphabet.CodeOf(_text[place - 1]) & ~MarkingAlphabet.Lower);
            place--;
            if (code is MarkingAlphabet.Space or MarkingAlphabet.Hidden)
            {
                continue;
            }

            if (code != Copyright[--left])
            {
                return false;
            }
        }

        return left == 0;
    }
}
