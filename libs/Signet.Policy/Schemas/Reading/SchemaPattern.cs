using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Signet.Policy.Schemas.Reading;

/// <summary>
/// Compiles an expression of JSON Schema, which are those of ECMAScript, to one that runs in linear time. What the two dialects write
/// alike and mean differently is translated: <c>$</c> is the end and not the line feed before it, <c>\d</c> and <c>\w</c> are ASCII. What
/// can't be translated is refused.
/// </summary>
internal static class SchemaPattern
{
    private const int MaxLength = 1000;
    private const string Digit = "0-9";
    private const string Word = "a-zA-Z0-9_";
    private const string Space = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

    internal static bool TryCompile(string pattern, [NotNullWhen(true)] out Regex? regex)
    {
        regex = null;
        if (pattern.Length > MaxLength || Translate(pattern) is not { } translated)
        {
            return false;
        }

        try
        {
            regex = new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or InsufficientExecutionStackException)
        {
            return false;
        }
    }

    private static string? Translate(string pattern)
    {
        StringBuilder output = new(pattern.Length + 16);
        bool inClass = false;
        for (int at = 0; at < pattern.Length; at++)
        {
            char character = pattern[at];
            switch (character)
            {
                case '\\':
                    if (!TryEscape(pattern, ref at, inClass, output))
                    {
                        return null;
                    }

                    break;
                case '[' when !inClass:
                    // [] and [^] mean nothing and everything there, and begin a class with a bracket here.
                    if (IsAt(pattern, at + 1, ']') || (IsAt(pattern, at + 1, '^') && IsAt(pattern, at + 2, ']')))
                    {
                        return null;
                    }

                    inClass = true;
                    output.Append('[');
                    break;
                case '[':
                    // Behind a hyphen it would be a subtraction.
                    output.Append(@"\[");
                    break;
                case ']':
                    output.Append(inClass ? "]" : @"\]");
                    inClass = false;
                    break;
                case '$' when !inClass:
                    output.Append(@"\z");
                    break;
                case '.' when !inClass:
                    output.Append(@"[^\n\r\u2028\u2029]");
                    break;
                case '(' when !inClass && IsAt(pattern, at + 1, '?') && !IsAt(pattern, at + 2, ':'):
                    return null;
                default:
                    output.Append(character);
                    break;
            }
        }

        return inClass ? null : output.ToString();
    }

    private static bool TryEscape(string pattern, ref int at, bool inClass, StringBuilder output)
    {
        if (++at == pattern.Length)
        {
            return false;
        }

        char escaped = pattern[at];
        switch (escaped)
        {
            case 'd' or 'w' or 's':
                string set = escaped == 'd' ? Digit : escaped == 'w' ? Word : Space;
                output.Append(inClass ? set : $"[{set}]");
                return true;
            case 'D' or 'W' or 'S' when !inClass:
                output.Append("[^").Append(escaped == 'D' ? Digit : escaped == 'W' ? Word : Space).Append(']');
                return true;
            case 't' or 'n' or 'r' or 'f' or 'v':
                output.Append('\\').Append(escaped);
                return true;
            case 'x' when IsHex(pattern, at + 1, 2):
            case 'u' when IsHex(pattern, at + 1, 4):
            case 'p' or 'P' when IsAt(pattern, at + 1, '{'):
                output.Append('\\').Append(escaped);
                return true;
            default:
                output.Append('\\').Append(escaped);
                return !char.IsLetterOrDigit(escaped) && escaped is > ' ' and < '\x7f' and not '_';
        }
    }

    private static bool IsAt(string pattern, int at, char character) => at < pattern.Length && pattern[at] == character;

    private static bool IsHex(string pattern, int at, int count)
    {
        for (int i = at; i < at + count; i++)
        {
            if (i >= pattern.Length || !char.IsAsciiHexDigit(pattern[i]))
            {
                return false;
            }
        }

        return true;
    }
}
