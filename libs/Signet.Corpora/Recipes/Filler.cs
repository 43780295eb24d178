using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>Ordinary English of any length.</summary>
internal static class Filler
{
    private static readonly string[] Sentences =
    [
        "The morning train left a few minutes late and nobody minded. ",
        "We counted the apple trees twice and found one more than last year. ",
        "Her report lists the costs by month, with a note for each of them. ",
        "A cold wind came over the harbour while the boats were being painted. ",
        "Most of the meeting was about chairs, and the rest about lamps. ",
        "In the evening they read to each other and went to bed early. ",
        "The library opens at nine, except on Fridays, when it opens at ten. ",
    ];

    /// <summary>Text of a number of characters; its end may be in the middle of a word.</summary>
    public static string Of(int length)
    {
        var text = new StringBuilder(length + 80);
        for (var i = 0; text.Length < length; i = ((i * 3) + 1) % Sentences.Length)
        {
            text.Append(Sentences[i]);
        }

        text.Length = length;
        return text.ToString();
    }
}
