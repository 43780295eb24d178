namespace Signet.Policy.Decoding;

/// <summary>
/// Tells where in a text a word may begin that <see cref="CipherDecoder"/> looks for: the first five distances of each word stand in a table of
/// bits, by their hash, and all five distances in a row of a text are looked up in it, and in the set of all when the bit is set. No look waits
/// for the one before, as the steps of an automaton do.
/// </summary>
internal sealed class CipherFilter
{
    /// <summary>So many distances are looked up at once; the shortest word has as many.</summary>
    internal const int Window = CipherDecoder.MinLetters - 1;

    private const int SymbolBits = 5;
    private const int HashBits = 17;
    private const uint Mask = (1u << (Window * SymbolBits)) - 1;

    private readonly ulong[] _bits = new ulong[(1 << HashBits) / 64];
    private readonly HashSet<uint> _windows = [];

    /// <summary>Takes distances, 0 to 25, of which a word has at least <see cref="Window"/>.</summary>
    internal void Add(ReadOnlySpan<byte> distances)
    {
        uint window = 0;
        foreach (byte distance in distances[..Window])
        {
            window = (window << SymbolBits) | distance;
        }

        _windows.Add(window);
        uint hash = Hash(window);
        _bits[hash / 64] |= 1UL << (int)(hash % 64);
    }

    /// <summary>The next place at or behind <paramref name="from"/> where the first five distances of a word end, or -1.</summary>
    internal int Next(ReadOnlySpan<char> text, int from, ref uint window, ref int previous)
    {
        ulong[] bits = _bits;
        uint seen = window;
        int last = previous;
        for (int i = from; i < text.Length; i++)
        {
            // Without branches, as letters and others come in no order in what is encoded: what is no letter shifts nothing in. Only two steps
            // wait for the character before.
            int letter = (text[i] | 0x20) - 'a';
            int isLetter = ~((letter | (25 - letter)) >> 31);
            int distance = letter - last;
            distance += (distance >> 31) & 26;
            seen = (seen << (SymbolBits & isLetter)) | (uint)(distance & isLetter);
            last = (last & ~isLetter) | (letter & isLetter);
            uint hash = Hash(seen);
            if ((bits[hash / 64] & (1UL << (int)(hash % 64))) != 0 && isLetter != 0 && _windows.Contains(seen & Mask))
            {
                (window, previous) = (seen & Mask, last);
                return i;
            }
        }

        (window, previous) = (seen & Mask, last);
        return -1;
    }

    /// <summary>One of the distances of a window, the oldest first.</summary>
    internal static int Distance(uint window, int number) => (int)(window >> ((Window - 1 - number) * SymbolBits)) & ((1 << SymbolBits) - 1);

    private static uint Hash(uint window) => ((window & Mask) * 0x9E3779B1u) >> (32 - HashBits);
}
