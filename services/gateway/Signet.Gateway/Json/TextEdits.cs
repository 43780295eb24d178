using System.Text;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Json;

/// <summary>Applies edits to text.</summary>
internal static class TextEdits
{
    /// <summary>
    /// The text of the piece of a channel that starts at <paramref name="start"/>, with the edits that touch it. Where an edit spans
    /// pieces, the piece in which it begins gets the replacement and the others lose the characters.
    /// </summary>
    /// <param name="text">The piece.</param>
    /// <param name="start">Where it begins in its channel.</param>
    /// <param name="edits">Ascending, without overlap, in characters from the start of the channel.</param>
    /// <param name="first">The first edit that may touch the piece; moved on past those that end in it or before.</param>
    /// <returns>The edited text; the same instance when no edit touches it.</returns>
    public static string Apply(string text, long start, IReadOnlyList<TextEdit> edits, ref int first)
    {
        var end = start + text.Length;
        while (first < edits.Count && edits[first].End <= start)
        {
            first++;
        }

        if (first == edits.Count || edits[first].Start >= end)
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        var position = start;
        while (first < edits.Count && edits[first].Start < end)
        {
            var edit = edits[first];
            if (edit.Start >= start)
            {
                output.Append(text, (int)(position - start), (int)(edit.Start - position));
                output.Append(edit.Replacement);
            }

            position = Math.Min(edit.End, end);
            if (edit.End > end)
            {
                break;
            }

            first++;
        }

        output.Append(text, (int)(position - start), (int)(end - position));
        return output.ToString();
    }
}
