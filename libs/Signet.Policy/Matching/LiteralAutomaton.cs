using System.Collections.Frozen;

namespace Signet.Policy.Matching;

/// <summary>
/// Finds many literals in one pass, one step for each character (A. V. Aho, M. J. Corasick, 1975), with all transitions worked out
/// in advance. The depth of a state is the length of the longest suffix read so far that may still grow into a literal.
/// </summary>
internal sealed class LiteralAutomaton
{
    internal const int Root = 0;

    private readonly byte[] _asciiSymbols = new byte[128];
    private readonly byte[] _foldedSymbols = new byte[128];
    private readonly FrozenDictionary<char, int> _otherSymbols;
    private readonly int _symbolCount;
    private readonly int[] _next;
    private readonly int[] _depth;
    private readonly int[][] _found;

    /// <summary>Builds the automaton.</summary>
    /// <exception cref="ArgumentException">A literal is empty, or they hold more than 255 different characters.</exception>
    internal LiteralAutomaton(IReadOnlyList<string> literals)
    {
        Dictionary<char, int> symbols = [];
        foreach (char c in literals.SelectMany(literal => literal))
        {
            symbols.TryAdd(c, symbols.Count + 1);
        }

        if (symbols.Count > 255 || literals.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("Literals must not be empty or hold more than 255 different characters.", nameof(literals));
        }

        foreach ((char c, int symbol) in symbols.Where(pair => pair.Key < 128))
        {
            _asciiSymbols[c] = (byte)symbol;
        }

        for (int c = 0; c < 128; c++)
        {
            _foldedSymbols[c] = _asciiSymbols[char.ToUpperInvariant((char)c)];
        }

        _otherSymbols = symbols.Where(pair => pair.Key >= 128).ToFrozenDictionary();
        _symbolCount = symbols.Count + 1;
        int size = 1 + literals.Sum(literal => literal.Length);
        _next = new int[size * _symbolCount];
        _depth = new int[size];
        List<int>[] found = new List<int>[size];
        int states = AddLiterals(literals, found);
        Link(states, found);
        _found = [.. found.Select(list => list is null ? [] : list.ToArray())];
        MaxLength = literals.Count == 0 ? 0 : literals.Max(literal => literal.Length);
    }

    /// <summary>The length of the longest literal; 0 when there are none.</summary>
    internal int MaxLength { get; }

    internal int Step(int state, char c)
    {
        int symbol = c < 128 ? _asciiSymbols[c] : _otherSymbols.GetValueOrDefault(c);
        return symbol == 0 ? Root : _next[(state * _symbolCount) + symbol];
    }

    /// <summary>Steps on by an ASCII character as it stands in the text, which folds to its upper case.</summary>
    internal int StepAscii(int state, char c)
    {
        int symbol = _foldedSymbols[c];
        return symbol == 0 ? Root : _next[(state * _symbolCount) + symbol];
    }

    internal int Depth(int state) => _depth[state];

    /// <summary>The positions in the given list of all literals that end here, the longest first.</summary>
    internal ReadOnlySpan<int> Found(int state) => _found[state];

    private int Symbol(char c) => c < 128 ? _asciiSymbols[c] : _otherSymbols[c];

    private int AddLiterals(IReadOnlyList<string> literals, List<int>[] found)
    {
        int states = 1;
        for (int i = 0; i < literals.Count; i++)
        {
            int state = Root;
            foreach (char c in literals[i])
            {
                ref int next = ref _next[(state * _symbolCount) + Symbol(c)];
                if (next == Root)
                {
                    next = states++;
                    _depth[next] = _depth[state] + 1;
                }

                state = next;
            }

            (found[state] ??= []).Add(i);
        }

        return states;
    }

    /// <summary>Breadth first: a state's failure link is shallower than the state, so it is complete when it is needed.</summary>
    private void Link(int states, List<int>[] found)
    {
        int[] fail = new int[states];
        Queue<int> queue = new();
        queue.Enqueue(Root);
        while (queue.TryDequeue(out int state))
        {
            for (int symbol = 1; symbol < _symbolCount; symbol++)
            {
                ref int next = ref _next[(state * _symbolCount) + symbol];
                int fallback = state == Root ? Root : _next[(fail[state] * _symbolCount) + symbol];
                if (next == Root)
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
}
