using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>What each Latin letter is written as; the others stay.</summary>
internal sealed class Alphabet
{
    private readonly Dictionary<Rune, Rune> _letters = [];

    private Alphabet()
    {
    }

    /// <summary>Pairs of a letter and its substitute, separated by spaces.</summary>
    public static Alphabet Pairs(string pairs)
    {
        var alphabet = new Alphabet();
        foreach (var pair in pairs.Split(' '))
        {
            var runes = pair.EnumerateRunes().ToArray();
            alphabet._letters.Add(runes[0], runes[1]);
        }

        return alphabet;
    }

    /// <summary>Letters in their order, from a code point on.</summary>
    public static Alphabet Run(char first, char last, int start) => new Alphabet().Add(first, last, start);

    /// <summary>Capitals and small letters.</summary>
    public static Alphabet Latin(int capitals, int small) => new Alphabet().Add('A', 'Z', capitals).Add('a', 'z', small);

    /// <summary>Capitals alone, which stand for the small letters too.</summary>
    public static Alphabet Upper(int capitals) => Latin(capitals, capitals);

    public string Write(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => _letters.GetValueOrDefault(rune, rune).ToString()));

    private Alphabet Add(char first, char last, int start)
    {
        for (var letter = first; letter <= last; letter++)
        {
            _letters.Add(new Rune(letter), new Rune(start + letter - first));
        }

        return this;
    }
}
