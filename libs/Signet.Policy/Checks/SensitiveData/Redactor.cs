using System.Security.Cryptography;
using System.Text;
using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>
/// Makes what stands where a value was. A shape is a fixed point: what its rule would find in it again has the same shape and is no
/// find, so that text that has been redacted settles, in this request and in later ones that quote it.
/// </summary>
internal sealed class Redactor(RedactionStyle style, byte[] salt)
{
    // Letters alone: no rule for numbers can take a tag for one.
    private const string TagLetters = "bcdfghjkmnpqrstv";
    private const int TagLength = 8;

    /// <summary>True when a shape stands for a value.</summary>
    internal bool KeepsShape => style == RedactionStyle.Shape;

    internal string Replace(SensitiveRule rule, ReadOnlySpan<char> value, string shape) => style switch
    {
        RedactionStyle.Label => $"[{rule.Label}]",
        RedactionStyle.Hash => $"[{rule.Label} {Tag(value)}]",
        _ => shape,
    };

    /// <summary>
    /// Letters become <c>x</c> and <c>X</c>, digits <c>0</c>, everything else stays; of the value itself the rule keeps the letters and
    /// digits that tell its kind.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="text">The span that goes: the value, and what overlaps with it.</param>
    /// <param name="start">Where the value starts in the span.</param>
    /// <param name="end">Where it ends.</param>
    internal static string Shape(SensitiveRule rule, ReadOnlySpan<char> text, int start, int end)
    {
        char[] shape = text.ToArray();
        int at = text[start..end].IndexOf('@');
        int tailFrom = rule.KeepsDomain && at >= 0 ? start + at : KeepTail(text, start, end, rule.KeepTail);
        int headTo = KeepHead(text, start, end, rule.KeepHead);
        for (int i = 0; i < shape.Length; i++)
        {
            bool isKept = (i >= start && i < headTo) || (i >= tailFrom && i < end);
            shape[i] = isKept ? shape[i] : Mask(shape[i]);
        }

        return new string(shape);
    }

    private static char Mask(char c) =>
        char.IsAscii(c) ? char.IsDigit(c) ? '0' : char.IsAsciiLetterLower(c) ? 'x' : char.IsAsciiLetterUpper(c) ? 'X' : c
        : char.IsLetterOrDigit(c) || char.IsSurrogate(c) ? 'x' : c;

    private static int KeepHead(ReadOnlySpan<char> text, int start, int end, int count)
    {
        int at = start;
        for (int kept = 0; at < end && kept < count; at++)
        {
            kept += Characters.IsWord(text[at]) ? 1 : 0;
        }

        return at;
    }

    private static int KeepTail(ReadOnlySpan<char> text, int start, int end, int count)
    {
        int at = end;
        for (int kept = 0; at > start && kept < count; at--)
        {
            kept += Characters.IsWord(text[at - 1]) ? 1 : 0;
        }

        return at;
    }

    /// <summary>The same for the same value however it is spaced, within one salt.</summary>
    private string Tag(ReadOnlySpan<char> value)
    {
        byte[] octets = Encoding.UTF8.GetBytes(
            new string(value).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal));
        byte[] digest = HMACSHA256.HashData(salt, octets);
        return string.Create(TagLength, digest, static (tag, from) =>
        {
            for (int i = 0; i < tag.Length; i++)
            {
                tag[i] = TagLetters[from[i] & 15];
            }
        });
    }
}
