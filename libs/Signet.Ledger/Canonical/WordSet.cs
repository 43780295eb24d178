using System.Text;

namespace Signet.Ledger.Canonical;

/// <summary>A closed set of wire words, each for one value of an enumeration. Small: words are looked for one after the other.</summary>
internal sealed class WordSet<T>
    where T : struct, Enum
{
    private readonly (T Value, string Word, byte[] Octets)[] _words;

    public WordSet(params (T Value, string Word)[] words) =>
        _words = [.. words.Select(word => (word.Value, word.Word, Encoding.ASCII.GetBytes(word.Word)))];

    /// <summary>The word of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has none.</exception>
    public string Of(T value) => Find(value).Word;

    /// <summary>The octets of a value's word, none of which needs an escape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has none.</exception>
    public ReadOnlySpan<byte> OctetsOf(T value) => Find(value).Octets;

    /// <summary>The value of a word; false for any other octets.</summary>
    public bool TryFind(ReadOnlySpan<byte> octets, out T value)
    {
        foreach (var word in _words)
        {
            if (octets.SequenceEqual(word.Octets))
            {
                value = word.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    private ref readonly (T Value, string Word, byte[] Octets) Find(T value)
    {
        foreach (ref readonly var word in _words.AsSpan())
        {
            if (EqualityComparer<T>.Default.Equals(word.Value, value))
            {
                return ref word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value));
    }
}
