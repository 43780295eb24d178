namespace Signet.Policy.Classification.Marking;

/// <summary>Words of letters, digits, hyphens, underscores and slashes, letter by letter.</summary>
internal sealed class WordTrie
{
    internal const int Root = 0;
    internal const int None = -1;

    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/";

    private readonly List<int[]> _next = [NewNode()];
    private readonly List<int> _words = [None];

    /// <summary>The length of the longest word.</summary>
    internal int MaxLength { get; private set; }

    /// <summary>Adds a word that stands for a number.</summary>
    internal void Add(string word, int number)
    {
        int node = Root;
        foreach (char c in word)
        {
            int index = Characters.IndexOf(c, StringComparison.Ordinal);
            if (_next[node][index] == None)
            {
                _next[node][index] = _next.Count;
                _next.Add(NewNode());
                _words.Add(None);
            }

            node = _next[node][index];
        }

        _words[node] = number;
        MaxLength = Math.Max(MaxLength, word.Length);
    }

    /// <summary>One letter on, or <see cref="None"/>.</summary>
    internal int Step(int node, byte code)
    {
        int index = code switch
        {
            >= (byte)'A' and <= (byte)'Z' => code - 'A',
            >= (byte)'0' and <= (byte)'9' => code - '0' + 26,
            (byte)'-' => 36,
            (byte)'_' => 37,
            (byte)'/' => 38,
            _ => None,
        };
        return index < 0 ? None : _next[node][index];
    }

    /// <summary>The number of the word that ends here, or <see cref="None"/>.</summary>
    internal int WordAt(int node) => _words[node];

    private static int[] NewNode()
    {
        int[] node = new int[Characters.Length];
        Array.Fill(node, None);
        return node;
    }
}
