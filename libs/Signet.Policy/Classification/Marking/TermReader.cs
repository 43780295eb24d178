namespace Signet.Policy.Classification.Marking;

/// <summary>Reads what follows a level and its slashes: lists of terms, and who the data may be released to.</summary>
internal ref struct TermReader
{
    /// <summary>More slashes than this in a row are a line, not a marking.</summary>
    internal const int MaxSlashes = 4;

    private const int MaxUnknown = 32;

    private readonly MarkingVocabulary _vocabulary;
    private readonly bool _isUpper;

    /// <summary>Starts.</summary>
    /// <param name="vocabulary">The words.</param>
    /// <param name="rank">The level before the terms.</param>
    /// <param name="isUpper">True when it is in upper case: then words in lower case end a list.</param>
    internal TermReader(MarkingVocabulary vocabulary, int rank, bool isUpper)
    {
        _vocabulary = vocabulary;
        _isUpper = isUpper;
        Rank = rank;
    }

    internal int Rank { get; private set; }

    internal MemberSet Held { get; private set; }

    internal MemberSet? Audience { get; private set; }

    /// <summary>The first term when it is known, or null.</summary>
    internal TermWord? First { get; private set; }

    /// <summary>True when the first term is in upper case.</summary>
    internal bool FirstIsUpper { get; private set; }

    /// <summary>True when the first term isn't known.</summary>
    internal bool FirstIsUnknown { get; private set; }

    internal readonly ClassificationLabel Label => new(_vocabulary.Lattice, Rank, Held, Audience);

    /// <summary>Reads from the slashes at a position on.</summary>
    /// <returns>The position behind the last term, or behind the slashes when there is none.</returns>
    internal int Read(ref MarkingWindow window, int position)
    {
        int end = position;
        while (window[position].Code == '/')
        {
            int slashes = position;
            while (window[position].Code == '/' && position < slashes + MaxSlashes)
            {
                position++;
            }

            end = First is null && !FirstIsUnknown ? position : end;
            int next = ReadTerm(ref window, position);
            if (next == position)
            {
                break;
            }

            end = position = next;
        }

        return end;
    }

    private int ReadTerm(ref MarkingWindow window, int position)
    {
        int end = Longest(ref window, position, out TermWord? term);
        bool isFirst = First is null && !FirstIsUnknown;
        if (term is null)
        {
            end = Unknown(ref window, position);
            if (end > position)
            {
                Held |= MemberSet.Of(ClassificationLattice.UnknownTerm);
                FirstIsUnknown |= isFirst;
            }

            return end;
        }

        if (isFirst)
        {
            First = term;
            FirstIsUpper = IsUpper(ref window, position, end);
        }

        return Take(ref window, term.Word, end);
    }

    private int Take(ref MarkingWindow window, LatticeWord word, int end)
    {
        ClassificationLattice lattice = _vocabulary.Lattice;
        switch (word.Kind)
        {
            case LatticeWordKind.LevelTerm:
                Rank = Math.Max(Rank, word.Rank);
                return end;
            case LatticeWordKind.Term:
                Held |= MemberSet.Of(word.Rank);
                return lattice.Definition.Terms[word.Rank].Name == UnitedStatesDefinition.ForeignGovernment
                    ? List(ref window, end, needsComma: false, out _)
                    : Suffix(ref window, end);
            case LatticeWordKind.Releasability:
                Narrow(word.Audience);
                return end;
            case LatticeWordKind.Audience:
                Narrow(word.Audience | lattice.Home);
                return end;
            case LatticeWordKind.ReleaseTo:
                end = List(ref window, end, needsComma: true, out MemberSet released);
                Narrow(released | lattice.Home);
                return end;
            default:
                Narrow(lattice.Home);
                return List(ref window, end, needsComma: true, out _);
        }
    }

    /// <summary>A hyphen and letters behind a term name a part of it that isn't known.</summary>
    private int Suffix(ref MarkingWindow window, int position)
    {
        if (window[position].Code != '-' || window[position].SpaceBefore || !window[position + 1].IsWord || window[position + 1].SpaceBefore)
        {
            return position;
        }

        Held |= MemberSet.Of(ClassificationLattice.UnknownTerm);
        position++;
        while (window[position] is { Code: not 0, SpaceBefore: false } symbol && (symbol.IsWord || symbol.Code == '-'))
        {
            position++;
        }

        return position;
    }

    private readonly int List(ref MarkingWindow window, int position, bool needsComma, out MemberSet audiences)
    {
        audiences = default;
        while (true)
        {
            int end = Longest(ref window, position, out TermWord? word);
            if (word is not { Word.Kind: LatticeWordKind.Audience })
            {
                // A code that isn't known adds nobody.
                end = position;
                while (needsComma && end - position <= MaxUnknown && window[end] is { IsWord: true, Code: not 0 } symbol
                    && (end == position || !symbol.SpaceBefore))
                {
                    end++;
                }
            }

            if (end == position || (_isUpper && !IsUpper(ref window, position, end)))
            {
                return position;
            }

            audiences |= word is { Word.Kind: LatticeWordKind.Audience } ? word.Word.Audience : default;
            position = end;
            if (needsComma)
            {
                if (window[position].Code != ',')
                {
                    return position;
                }

                position++;
            }
        }
    }

    /// <summary>The longest known word from a position on that ends where a word ends.</summary>
    private readonly int Longest(ref MarkingWindow window, int position, out TermWord? term)
    {
        term = null;
        int end = position;
        int node = WordTrie.Root;
        for (int at = position; ; at++)
        {
            MarkingSymbol symbol = window[at];
            int word = _vocabulary.TermTrie.WordAt(node);
            if (word != WordTrie.None && EndsBefore(symbol))
            {
                term = _vocabulary.Terms[word];
                end = at;
            }

            node = symbol.Code == 0 ? WordTrie.None : _vocabulary.TermTrie.Step(node, symbol.Code);
            if (node == WordTrie.None)
            {
                return end;
            }
        }
    }

    /// <summary>A run of upper-case letters that something parts from the text behind it.</summary>
    private static int Unknown(ref MarkingWindow window, int position)
    {
        int end = position;
        while (end - position <= MaxUnknown && window[end] is { Code: not 0, IsUpper: true } symbol
            && (end == position || !symbol.SpaceBefore) && (symbol.IsWord || (symbol.Code == '-' && end > position)))
        {
            end++;
        }

        MarkingSymbol next = window[end];
        return end - position >= 2 && (next.Code is (byte)'/' or (byte)')' || next.LineBefore) ? end : position;
    }

    private static bool IsUpper(ref MarkingWindow window, int from, int to)
    {
        for (int at = from; at < to; at++)
        {
            if (!window[at].IsUpper)
            {
                return false;
            }
        }

        return true;
    }

    internal static bool EndsBefore(MarkingSymbol next) => next.SpaceBefore || !next.IsWord;

    private void Narrow(MemberSet audience) => Audience = Audience is { } wider ? wider & audience : audience;
}
