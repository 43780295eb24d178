using System.Globalization;
using System.Text;

namespace Signet.Shared.Terminal;

/// <summary>
/// The one way by which octets from outside reach a terminal: control characters, bidirectional overrides and line separators are
/// written as escapes, so that a log can't steer the screen of whoever reads it.
/// </summary>
internal static class SafeText
{
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\t' || !IsUnsafe(rune))
            {
                safe.Append(rune);
            }
            else
            {
                safe.Append(rune.Value < 0x100 ? "\\x" : "\\u").Append(rune.Value.ToString(rune.Value < 0x100 ? "X2" : "X4", CultureInfo.InvariantCulture));
            }
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse;
}
