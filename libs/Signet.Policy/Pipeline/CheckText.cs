using System.Collections.ObjectModel;
using System.Globalization;
using System.Text;

namespace Signet.Policy.Pipeline;

/// <summary>
/// Makes what a check says fit for logs and terminals, whoever wrote the check: no control, format or separator characters, nothing
/// without an end.
/// </summary>
public static class CheckText
{
    internal const int MaxReasonLength = 512;
    internal const int MaxValueLength = 1024;
    internal const int MaxPairs = 32;

    private const char Replacement = '\uFFFD';

    /// <summary>The text, cut to a length, with a replacement character for each one that may not be shown.</summary>
    /// <param name="text">What a check said; null counts as empty.</param>
    /// <param name="maxLength">The most UTF-16 code units that are kept; 0 or more.</param>
    public static string Clean(string? text, int maxLength)
    {
        if (text is null)
        {
            return "";
        }

        // A pair isn't cut in half: its first half alone would be replaced below.
        ReadOnlySpan<char> kept = text.AsSpan(0, Math.Min(text.Length, maxLength));
        if (!kept.ContainsAnyExceptInRange(' ', '~'))
        {
            return kept.Length == text.Length ? text : kept.ToString();
        }

        StringBuilder clean = new(kept.Length);
        while (!kept.IsEmpty)
        {
            bool whole = Rune.DecodeFromUtf16(kept, out Rune rune, out int used) == System.Buffers.OperationStatus.Done;
            if (whole && IsShown(rune))
            {
                clean.Append(kept[..used]);
            }
            else
            {
                clean.Append(Replacement);
            }

            kept = kept[used..];
        }

        return clean.ToString();
    }

    /// <summary>A copy without pairs whose key isn't <c>[a-z][a-z0-9_]{0,63}</c> and without those beyond <see cref="MaxPairs"/>.</summary>
    internal static IReadOnlyDictionary<string, string> Clean(IReadOnlyDictionary<string, string>? pairs)
    {
        if (pairs is null or { Count: 0 })
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        Dictionary<string, string> clean = new(Math.Min(pairs.Count, MaxPairs), StringComparer.Ordinal);
        int left = MaxPairs;
        foreach ((string key, string value) in pairs)
        {
            if (left-- == 0)
            {
                break;
            }

            if (CheckName.IsWellFormed(key))
            {
                clean[key] = Clean(value, MaxValueLength);
            }
        }

        return clean;
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
