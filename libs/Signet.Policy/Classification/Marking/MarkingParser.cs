namespace Signet.Policy.Classification.Marking;

/// <summary>
/// The grammar of markings: a level with <c>//</c> and terms behind it, a level in parentheses, some controls behind <c>//</c>
/// alone, and the levels that count in prose. What looks like code or a list is left out as far as the letters tell.
/// </summary>
internal static class MarkingParser
{
    private const string Copyright = "COPYRIGHT";

    /// <summary>A level in parentheses, from the opening one on.</summary>
    internal static ParseOutcome Parenthesised(
        MarkingVocabulary vocabulary, ref MarkingWindow window, bool isCopyright, out MarkingMatch match, out int end)
    {
        match = default;
        end = 0;
        int node = WordTrie.Root;
        bool isUpper = true;
        for (int at = 1; window[0].Parted; at++)
        {
            MarkingSymbol symbol = window[at];
            int word = vocabulary.LevelTrie.WordAt(node);
            if (symbol.Code == ')' && word != WordTrie.None)
            {
                LevelWord level = vocabulary.Levels[word];
                end = at + 1;
                bool counts = (isUpper || (vocabulary.AnyCase && level.Length >= 3))
                    && !(vocabulary.AnyCase && level.Name == "C" && (isCopyright || Follows(ref window, end, Copyright)));
                match = new MarkingMatch(new ClassificationLabel(vocabulary.Lattice, level.Rank, default, null), $"({level.Name})", window.Text(0, end));
                return counts && !window.RanOut ? ParseOutcome.Found : Outcome(window);
            }

            node = symbol.Code == 0 ? WordTrie.None : vocabulary.LevelTrie.Step(node, symbol.Code);
            if (node == WordTrie.None)
            {
                break;
            }

            isUpper &= symbol.IsUpper;
        }

        return Outcome(window);
    }

    /// <summary>A level that starts at one position, with the slash at another behind it or inside it, and its terms.</summary>
    internal static ParseOutcome Levelled(
        MarkingVocabulary vocabulary, ref MarkingWindow window, int start, int slash, out MarkingMatch match, out int end)
    {
        match = default;
        end = FindLevel(vocabulary, ref window, start, slash, out LevelWord? level, out bool isUpper);
        if (level is null || window.RanOut)
        {
            return Outcome(window);
        }

        bool isParenthesised = start > 0 && window[start - 1].Code == '(';
        bool hasTerms = window[end].Code == '/' && window[end + 1].Code == '/';
        TermReader terms = new(vocabulary, level.Rank, isUpper);
        int behind = hasTerms ? terms.Read(ref window, end) : end;
        bool isClosed = isParenthesised && window[behind].Code == ')';
        if (window.RanOut || window.HiddenRun)
        {
            return Outcome(window);
        }

        bool hasSlashInside = end > slash;
        bool counts = terms.First is { } first
            ? level.Length >= 2 || (isUpper && terms.FirstIsUpper) || first.IsLoose
            : terms.FirstIsUnknown ? isUpper && (level.Length >= 2 || isClosed)
            : hasSlashInside || (hasTerms && level.Length >= 3 && (isUpper || vocabulary.AnyCase));
        if (!counts)
        {
            return ParseOutcome.None;
        }

        end = behind;
        string form = hasSlashInside ? level.Name : $"{level.Name}//{terms.First?.Name}";
        match = new MarkingMatch(terms.Label, form, window.Text(isParenthesised ? start - 1 : start, isClosed ? end + 1 : end));
        return ParseOutcome.Found;
    }

    /// <summary>Slashes and a control, without a level.</summary>
    internal static ParseOutcome Lone(
        MarkingVocabulary vocabulary, ref MarkingWindow window, int slash, out MarkingMatch match, out int end)
    {
        match = default;
        end = slash + 2;
        if (vocabulary.Lone.Length == 0 || window[slash + 1].Code != '/')
        {
            return Outcome(window);
        }

        while (window[end].Code == '/' && end < slash + TermReader.MaxSlashes)
        {
            end++;
        }

        foreach (string word in vocabulary.Lone)
        {
            if (Follows(ref window, end, word) && TermReader.EndsBefore(window[end + word.Length]) && !window.RanOut)
            {
                TermReader terms = new(vocabulary, vocabulary.LoneRank, isUpper: window[end].IsUpper);
                end = terms.Read(ref window, slash);
                match = new MarkingMatch(terms.Label, "//" + word, window.Text(slash, end));
                return window.RanOut || window.HiddenRun ? Outcome(window) : ParseOutcome.Found;
            }
        }

        return Outcome(window);
    }

    /// <summary>A level that counts wherever it stands as a word, from its first letter on.</summary>
    internal static ParseOutcome InProse(ProseWord word, ref MarkingWindow window, out MarkingMatch match, out int end)
    {
        match = new MarkingMatch(word.Label, word.Name, word.Folded);
        end = word.Folded.Length;
        bool found = window[0].Parted && Follows(ref window, 0, word.Folded) && TermReader.EndsBefore(window[end]);
        return found && !window.RanOut ? ParseOutcome.Found : Outcome(window);
    }

    private static int FindLevel(
        MarkingVocabulary vocabulary, ref MarkingWindow window, int start, int slash, out LevelWord? level, out bool isUpper)
    {
        level = null;
        isUpper = true;
        int end = start;
        bool upperSoFar = true;
        int node = WordTrie.Root;
        for (int at = start; ; at++)
        {
            MarkingSymbol symbol = window[at];
            int word = vocabulary.LevelTrie.WordAt(node);
            bool ends = at == slash || (at > slash && TermReader.EndsBefore(symbol));
            if (word != WordTrie.None && ends)
            {
                (level, end, isUpper) = (vocabulary.Levels[word], at, upperSoFar);
            }

            node = symbol.Code == 0 ? WordTrie.None : vocabulary.LevelTrie.Step(node, symbol.Code);
            if (node == WordTrie.None)
            {
                return end;
            }

            upperSoFar &= symbol.IsUpper;
        }
    }

    private static bool Follows(ref MarkingWindow window, int position, string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (window[position + i].Code != word[i])
            {
                return false;
            }
        }

        return true;
    }

    private static ParseOutcome Outcome(in MarkingWindow window) =>
        window.HiddenRun ? ParseOutcome.Hidden : window.RanOut ? ParseOutcome.Open : ParseOutcome.None;
}
