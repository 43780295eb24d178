using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// Tells of a text in one pass, much faster than the automata, that it surely holds none of the words that a rule or phrase needs. Of each word
/// four letters in a row stand in a table of bits, and all four letters in a row of the folded text are looked up in it, whatever stands
/// between them. Immutable.
/// </summary>
internal sealed class WordFilter
{
    private const int Window = 4;
    private const int SymbolBits = 5;
    private const uint Mask = (1u << (Window * SymbolBits)) - 1;
    private const uint OtherLetter = 31;

    // The commonest letters of European languages first: four that stand late in it are rarely found by chance.
    private const string ByFrequency = "eaitnosrdcuhpgbfvkwyzxqj";

    // A character shifts in no, one or two letters: how far in the high half, what in the low one.
    private readonly uint[] _ascii = new uint[128];
    private readonly ulong[] _bits = new ulong[(1 << (Window * SymbolBits)) / 64];
    private readonly FrozenDictionary<uint, WordRoles> _roles;
    private readonly SearchValues<char> _signs;
    private readonly TextFold _fold;

    /// <summary>Makes it for the words of a lexicon, and for phrases folded in the same way; no phrase is shorter than <see cref="MinLetters"/>.</summary>
    internal WordFilter(Lexicon lexicon, IEnumerable<string> phrases)
    {
        _fold = lexicon.Fold;
        for (int c = 0; c < 128; c++)
        {
            string letters = _fold[new Rune(c)];
            _ascii[c] = (uint)(letters.Length * SymbolBits) << 16;
            foreach (char letter in letters)
            {
                _ascii[c] = (_ascii[c] & ~0xFFFFu) | ((_ascii[c] & 0xFFFF) << SymbolBits) | Symbol(letter);
            }
        }

        Dictionary<uint, WordRoles> roles = [];
        IEnumerable<RuleWord> tokens = lexicon.Words.Where(word => word.Part == RulePart.Token && FirstSign(word) is not null);
        _signs = SearchValues.Create([.. tokens.Select(word => FirstSign(word)!.Value).Distinct()]);
        foreach (RuleWord word in lexicon.Words)
        {
            Add(word.Folded, word.Part switch
            {
                RulePart.First => WordRoles.First,
                RulePart.Second or RulePart.WeakSecond => WordRoles.Second,
                RulePart.Token when FirstSign(word) is not null => WordRoles.Token,
                RulePart.Acronym => WordRoles.Acronym,
                _ => WordRoles.Phrase,
            }, roles);
        }

        foreach (string phrase in phrases)
        {
            Add(phrase, WordRoles.OwnPhrase, roles);
        }

        _roles = roles.ToFrozenDictionary();
    }

    /// <summary>Shorter words than this can't be told by it.</summary>
    internal const int MinLetters = Window;

    /// <summary>What the text may hold.</summary>
    internal WordRoles Find(ReadOnlySpan<char> text)
    {
        WordRoles found = WordRoles.None;
        ulong[] bits = _bits;
        uint[] ascii = _ascii;
        uint window = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c >= 128)
            {
                i += ReadOther(text[i..], ref window, ref found);
                continue;
            }

            // Without branches: what folds to nothing shifts nothing in.
            uint symbol = ascii[c];
            window = ((window << (int)(symbol >> 16)) | (symbol & 0xFFFF)) & Mask;
            if ((bits[window / 64] & (1UL << (int)(window % 64))) != 0 && symbol > 0xFFFF)
            {
                found |= RolesOf(window, c);
            }
        }

        return found;
    }

    /// <summary>False when no rule can hold in a text for which <see cref="Find"/> gave these roles.</summary>
    internal bool MayHoldRule(ReadOnlySpan<char> text, WordRoles roles) => (roles & (WordRoles.Phrase | WordRoles.Acronym)) != 0
        || (roles & (WordRoles.First | WordRoles.Second)) == (WordRoles.First | WordRoles.Second)
        || ((roles & WordRoles.Token) != 0 && (text.ContainsAny(_signs) || !Ascii.IsValid(text)));

    private int ReadOther(ReadOnlySpan<char> text, ref uint window, ref WordRoles found)
    {
        Rune.DecodeFromUtf16(text, out Rune rune, out int used);
        foreach (char letter in _fold[rune])
        {
            window = ((window << SymbolBits) | Symbol(letter)) & Mask;
            found |= RolesOf(window, text[0]);
        }

        return used - 1;
    }

    private WordRoles RolesOf(uint window, char last)
    {
        WordRoles roles = _roles.GetValueOrDefault(window);
        if ((roles & WordRoles.Acronym) != 0 && char.IsLower(last))
        {
            roles &= ~WordRoles.Acronym;
        }

        return roles;
    }

    private void Add(string word, WordRoles role, Dictionary<uint, WordRoles> roles)
    {
        foreach (uint window in Windows(word))
        {
            _bits[window / 64] |= 1UL << (int)(window % 64);
            roles[window] = roles.GetValueOrDefault(window) | role;
        }
    }

    /// <summary>Four letters of a word that stand for it; for shorter words, all fours that end with it.</summary>
    private static IEnumerable<uint> Windows(string word)
    {
        if (word.Length < Window)
        {
            uint letters = word.Aggregate(0u, (window, letter) => (window << SymbolBits) | Symbol(letter));
            int known = word.Length * SymbolBits;
            return Enumerable.Range(0, 1 << ((Window * SymbolBits) - known)).Select(before => ((uint)before << known) | letters);
        }

        // An m is read as r and n at once, so no four may end between the two.
        int best = Enumerable.Range(0, word.Length - Window + 1)
            .Where(start => word[start + Window - 1] != 'r' || start + Window == word.Length || word[start + Window] != 'n')
            .MaxBy(start => word.Substring(start, Window).Sum(Rarity));
        return [word.Substring(best, Window).Aggregate(0u, (window, letter) => (window << SymbolBits) | Symbol(letter))];
    }

    private static int Rarity(char letter) => ByFrequency.IndexOf(letter, StringComparison.Ordinal) is >= 0 and int place ? place : ByFrequency.Length;

    private static uint Symbol(char letter) => char.IsAsciiLetterLower(letter) ? (uint)(letter - 'a' + 1) : OtherLetter;

    private static char? FirstSign(RuleWord word) =>
        word.Text[0] is var sign && !char.IsLetterOrDigit(sign) && !char.IsWhiteSpace(sign) ? sign : null;
}
