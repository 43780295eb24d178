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

    private readonly TextFold _fold;
    private readonly ushort[] _columns = new ushort[0x10000];
    private readonly int[] _ascii = new int[128];
    private readonly int[] _next;
    private readonly int _stride;
    private readonly int _firstFinal;
    private readonly int[][] _found;

    /// <summary>Builds the automaton.</summary>
    /// <param name="words">Folded by <paramref name="fold"/>; none is empty.</param>
    /// <param name="fold">Folds the text.</param>
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

        _stride = columns + pairs.Count;
        (int[] trie, List<int>?[] found, int states) = Trie(words);
        Link(trie, found, states, columns);
        int[] order = FinalsLast(found, states, out int firstFinal);
        _next = new int[states * _stride];
        _found = new int[states - firstFinal][];
        _firstFinal = firstFinal * _stride;
        for (int state = 0; state < states; state++)
        {
            int row = order[state] * _stride;
            for (int column = 0; column < columns; column++)
            {
                _next[row + column] = order[column == DropColumn ? state : trie[(state * _stride) + column]] * _stride;
            }

            if (found[state] is { } ends)
            {
                _found[order[state] - firstFinal] = [.. ends];
            }
        }

        foreach ((int column, string letters) in pairs)
        {
            for (int row = 0; row < _next.Length; row += _stride)
            {
                _next[row + column] = letters.Aggregate(row, (state, c) => _next[state + _columns[c]]);
            }
        }
    }

    /// <summary>The position right behind the next word that ends at or after <paramref name="position"/>, or -1 when none does.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">Where to go on; moved behind the end of the word.</param>
    /// <param name="state">0 at first; kept between calls.</param>
    /// <param name="words">The positions of the words that end there in the list, the longest first.</param>
    internal bool Find(ReadOnlySpan<char> text, ref int position, ref int state, out ReadOnlySpan<int> words)
    {
        int[] next = _next;
        int[] ascii = _ascii;
        int current = state;
        int i = position;
        while (i < text.Length)
        {
            char c = text[i];
            if (c < 128)
            {
                int column = ascii[c];
                current = next[current + column];
                i++;
                if (current >= _firstFinal && column != DropColumn)
                {
                    (position, state) = (i, current);
                    words = _found[(current - _firstFinal) / _stride];
                    return true;
                }

                continue;
            }

            Rune.DecodeFromUtf16(text[i..], out Rune rune, out int used);
            i += used;
            bool final = false;
            foreach (char letter in _fold[rune])
            {
                current = next[current + _columns[letter]];
                final = current >= _firstFinal;
            }

            if (final)
            {
                (position, state) = (i, current);
                words = _found[(current - _firstFinal) / _stride];
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
        int[] trie = new int[size * _stride];
        List<int>?[] found = new List<int>?[size];
        int states = 1;
        for (int i = 0; i < words.Count; i++)
        {
            int state = 0;
            foreach (char c in words[i])
            {
                ref int next = ref trie[(state * _stride) + _columns[c]];
                next = next == 0 ? states++ : next;
                state = next;
            }

            (found[state] ??= []).Add(i);
        }

        return (trie, found, states);
    }

    /// <summary>Breadth first: a state's failure link is shallower than the state, so it is complete when it is needed.</summary>
    private void Link(int[] trie, List<int>?[] found, int states, int columns)
    {
        int[] fail = new int[states];
        Queue<int> queue = new([0]);
        while (queue.TryDequeue(out int state))
        {
            for (int column = FirstSymbol; column < columns; column++)
            {
                ref int next = ref trie[(state * _stride) + column];
                int fallback = state == 0 ? 0 : trie[(fail[state] * _stride) + column];
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

                queue.Enqueue(next);
            }
        }
    }

    /// <summary>New numbers, so that one comparison tells whether words end in a state.</summary>
    private static int[] FinalsLast(List<int>?[] found, int states, out int firstFinal)
    {
        int[] order = new int[states];
        int number = 0;
        foreach (int state in Enumerable.Range(0, states).Where(state => found[state] is null))
        {
            order[state] = number++;
        }

        firstFinal = number;
        foreach (int state in Enumerable.Range(0, states).Where(state => found[state] is not null))
        {
            order[state] = number++;
        }

        return order;
    }
}
