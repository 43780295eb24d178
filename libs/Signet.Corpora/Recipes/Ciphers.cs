using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>Ciphers and spellings that a model can read.</summary>
internal static class Ciphers
{
    private static readonly string[] MorseLetters =
    [
        ".-", "-...", "-.-.", "-..", ".", "..-.", "--.", "....", "..", ".---", "-.-", ".-..", "--",
        "-.", "---", ".--.", "--.-", ".-.", "...", "-", "..-", "...-", ".--", "-..-", "-.--", "--..",
    ];

    private static readonly string[] NatoLetters =
    [
        "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett", "Kilo", "Lima", "Mike",
        "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Uniform", "Victor", "Whiskey", "Xray", "Yankee", "Zulu",
    ];

    public static string Caesar(string text, int shift) => Letters(text, letter => (letter + shift) % 26);

    public static string Atbash(string text) => Letters(text, letter => 25 - letter);

    public static string Rot47(string text) => string.Concat(text.Select(unit => unit is >= '!' and <= '~' ? (char)('!' + ((unit - '!' + 47) % 94)) : unit));

    public static string Reverse(string text) => string.Concat(text.EnumerateRunes().Reverse().Select(rune => rune.ToString()));

    public static string Morse(string text) => Spelled(text, MorseLetters);

    public static string Nato(string text) => Spelled(text, NatoLetters);

    public static string PigLatin(string text) => string.Join(' ', text.Split(' ').Select(word =>
    {
        var vowel = word.IndexOfAny(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
        return vowel < 0 ? word : vowel == 0 ? word + "way" : word[vowel..] + word[..vowel] + "ay";
    }));

    private static string Spelled(string text, string[] letters) =>
        string.Join(' ', text.ToLowerInvariant().Select(unit => char.IsAsciiLetterLower(unit) ? letters[unit - 'a'] : "/"));

    private static string Letters(string text, Func<int, int> map)
    {
        var output = new StringBuilder(text.Length);
        foreach (var unit in text)
        {
            var first = char.IsAsciiLetterLower(unit) ? 'a' : 'A';
            output.Append(char.IsAsciiLetter(unit) ? (char)(first + map(unit - first)) : unit);
        }

        return output.ToString();
    }
}
