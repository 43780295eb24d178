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
    public string Of(T value)
    {
        foreach (var word in _words)
        {
            if (EqualityComparer<T>.Default.Equals(word.Value, value))
            {
                return word.Word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value));
    }

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
}
