using System.Text;

namespace Signet.Policy.Pipeline;

/// <summary>Merges and applies edits of one text.</summary>
internal static class EditList
{
    /// <summary>
    /// Puts edits into order and merges those that overlap; the one that starts first, of several the one that stands first in
    /// <paramref name="edits"/>, gives the replacement.
    /// </summary>
    internal static List<TextEdit> Merge(IEnumerable<TextEdit> edits)
    {
        List<TextEdit> merged = [];
        foreach (TextEdit edit in edits.OrderBy(edit => edit.Start))
        {
            if (merged.Count > 0 && edit.Start < merged[^1].End)
            {
                merged[^1] = merged[^1] with { Length = (int)(Math.Max(merged[^1].End, edit.End) - merged[^1].Start) };
            }
            else
            {
                merged.Add(edit);
            }
        }

        return merged;
    }

    /// <summary>The same for edits of several items: ascending by item, and each item's merged.</summary>
    internal static List<(int Item, TextEdit Edit)> Merge(IEnumerable<(int Item, TextEdit Edit)> edits) =>
    [
        .. edits.GroupBy(edit => edit.Item).OrderBy(item => item.Key)
            .SelectMany(item => Merge(item.Select(entry => entry.Edit)).Select(edit => (item.Key, edit))),
    ];

    /// <summary>The text with the edits made; they must be ascending, without overlap and inside the text.</summary>
    internal static string Apply(string text, IReadOnlyList<TextEdit> edits)
    {
        StringBuilder result = new(text.Length);
        int at = 0;
        foreach (TextEdit edit in edits)
        {
            result.Append(text, at, (int)edit.Start - at).Append(edit.Replacement);
            at = (int)edit.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
