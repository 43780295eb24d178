using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>Characters put between or upon the letters of a text.</summary>
internal static class Disguises
{
    private static readonly string[] ZeroWidths = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u180e"];

    public static string Between(string text, string separator) => string.Join(separator, text.EnumerateRunes());

    public static string ZeroWidth(string text) => Marks(text, ZeroWidths);

    public static string Marks(string text, string[] marks)
    {
        var output = new StringBuilder();
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            output.Append(rune);
            if (Rune.IsLetter(rune))
            {
                output.Append(marks[count++ % marks.Length]);
            }
        }

        return output.ToString();
    }

    /// <summary>The tag characters of plane 14, which show nowhere and which some models read.</summary>
    public static string Tags(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.Value is >= 0x20 and < 0x7f ? new Rune(0xe0000 + rune.Value).ToString() : rune.ToString()));
}
