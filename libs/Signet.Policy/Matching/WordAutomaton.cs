using System.Numerics;
using System.Text;
using Signet.Policy.Text;

namespace Signet.Policy.Matching;

/// <summary>
/// Finds many words in one pass over text as it stands (A. V. Aho, M. J. Corasick, 1975), through a <see cref="TextFold"/>: what folds
/// to nothing leaves the state as it is, so that neither spaces nor signs nor hidden characters between letters hide a word.
/// Immutable.
/// </summary>
internal sealed class WordAutomaton
{
    // The column of what isn't in any word leads to the root, the next one back to where it comes from.
    private const int OtherColumn = 0;
    private const int DropColumn = 1;
    private const int FirstSymbol = 2;

    /// <summary>As many as have numbers in a row.</summary>
    private const int MaxStates = 1 << 16;

    private readonly TextFold _fold;
    private readonly ushort[] _columns = new ushort[0x10000];
    private readonly int[] _ascii = new int[128];

    // A row for each state, as long as a cache line is wide or twice that; the states next to the root stand together in front.
    private readonly ushort[] _next;
    private readonly int _shift;
    private readonly int _states;
    private readonly int _firstFinal;
    private readonly int[][] _found;

    /// <summary>Builds the automaton.</summary>
    /// <param name="words">Folded by <paramref name="fold"/>; none is empty.</param>
    /// <param name="fold">Folds the text.</param>
    /// <exception cref="OverflowException">There are more than 65,536 states; <see cref="HasRoomFor"/> tells.</exception>
    internal WordAutomaton(IReadOnlyList<string> words, TextFold fold)
    {
        _fold = fold;
        int columns = FirstSymbol;
        foreach (char c in words.SelectMany(word => word))
        {
            ref ushort column = ref _columns[c];
            column = column == 0 ? (ushort)columns++ : column;
        }

        // A column more for each ASCII character that folds to two letters.
        List<(int Column, string Letters)> pairs = [];
        for (int c = 0; c < 128; c++)
        {
            string letters = fold[new Rune(c)];
            _ascii[c] = letters.Length switch { 0 => DropColumn, 1 => _columns[letters[0]], _ => columns + pairs.Count };
            if (letters.Length > 1)
            {
                pairs.Add((columns + pairs.Count, letters));
            }
        }

        _shift = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)(columns + pairs.Count)));
        (int[] trie, List<int>?[] found, int states) = Trie(words);
        _states = states;
        List<int> order = Link(trie, found, states, columns);
        int[] numbers = Number(order, found, out _firstFinal);
        _next = new ushort[states << _shift];
        _found = new int[states - _firstFinal][];
        for (int state = 0; state < states; state++)
        {
            int row = numbers[state] << _shift;
            for (int column = 0; column < columns; column++)
            {
                _next[row + column] = checked((ushort)numbers[column == DropColumn ? state : trie[(state << _shift) + column]]);
            }

            if (found[state] is { } ends)
            {
                _found[numbers[state] - _firstFinal] = [.. ends];
            }
        }

        foreach ((int column, string letters) in pairs)
        {
            for (int state = 0; state < states; state++)
            {
                _next[(state << _shift) + column] = letters.Aggregate((ushort)state, (from, c) => _next[(from << _shift) + _columns[c]]);
            }
        }
    }

    /// <summary>True when these words and others fit into one automaton.</summary>
    internal bool HasRoomFor(IEnumerable<string> others) => _states + others.Sum(word => (long)word.Length) <= MaxStates;

    /// <summary>The position right behind the next word that ends at or after <paramref name="position"/>, or -1 when none does.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">Where to go on; moved behind the end of the word.</param>
    /// <param name="state">0 at first; kept between calls.</param>
    /// <param name="words">The positions of the words that end there in the list, the longest first.</param>
    internal bool Find(ReadOnlySpan<char> text, ref int position, ref int state, out ReadOnlySpan<int> words)
    {
        ushort[] next = _next;
        int[] ascii = _ascii;
        int shift = _shift;
        int firstFinal = _firstFinal;
        int current = state;
        int i = position;
        while (i < text.Length)
        {
            char c = text[i];
            if (c < 128)
            {
                int column = ascii[c];
                current = next[(current << shift) + column];
                i++;
                if (current >= firstFinal && column != DropColumn)
                {
                    (position, state) = (i, current);
                    words = _found[current - firstFinal];
                    return true;
                }

                continue;
            }

            Rune.DecodeFromUtf16(text[i..], out Rune rune, out int used);
            i += used;
            bool final = false;
            foreach (char letter in _fold[rune])
            {
                current = next[(current << shift) + _columns[letter]];
                final = current >= firstFinal;
            }

            if (final)
            {
                (position, state) = (i, current);
                words = _found[current - firstFinal];
                return true;
            }
        }

        (position, state) = (i, current);
        words = [];
        return false;
    }

    private (int[] Trie, List<int>?[] Found, int States) Trie(IReadOnlyList<string> words)
    {
        int size = 1 + words.Sum(word => word.Length);
        int[] trie = new int[size << _shift];
        List<int>?[] found = new List<int>?[size];
        int states = 1;
        for (int i = 0; i < words.Count; i++)
        {
            int state = 0;
            foreach (char c in words[i])
            {
                ref int next = ref trie[(state << _shift) + _columns[c]];
                next = next == 0 ? states++ : next;
                state = next;
            }

            (found[state] ??= []).Add(i);
        }

        return (trie, found, states);
    }

    /// <summary>Breadth first: a state's failure link is shallower than the state, so it is complete when it is needed. Gives that order.</summary>
    private List<int> Link(int[] trie, List<int>?[] found, int states, int columns)
    {
        int[] fail = new int[states];
        List<int> order = [0];
        for (int i = 0; i < order.Count; i++)
        {
            int state = order[i];
            for (int column = FirstSymbol; column < columns; column++)
            {
                ref int next = ref trie[(state << _shift) + column];
                int fallback = state == 0 ? 0 : trie[(fail[state] << _shift) + column];
                if (next == 0)
                {
                    next = fallback;
                    continue;
                }

                fail[next] = fallback;
                if (found[fallback] is { } shorter)
                {
                    (found[next] ??= []).AddRange(shorter);
                }

                order.Add(next);
            }
        }

        return order;
    }

    /// <summary>New numbers in a given order, those in which words end last, so that one comparison tells them.</summary>
    private static int[] Number(List<int> order, List<int>?[] found, out int firstFinal)
    {
        int[] numbers = new int[order.Count];
        int number = 0;
        foreach (int state in order.Where(state => found[state] is null))
        {
            numbers[state] = number++;
        }

        firstFinal = number;
        foreach (int state in order.Where(state => found[state] is not null))
        {
            numbers[state] = number++;
        }

        return numbers;
    }
}
