using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Signet.Hosting.Policies;

/// <summary>
/// Plain scalars by the core schema of YAML 1.2 (chapter 10.3): null, booleans, integers, floats, else strings. <c>yes</c>, <c>on</c> and their
/// like are strings. Whatever is quoted or a block is a string.
/// </summary>
internal static partial class YamlScalar
{
    private const int MaxNumberLength = 64;

    public static bool IsString(Scalar scalar) => scalar.Style != ScalarStyle.Plain || KindOf(scalar.Value) == Kind.Text;

    public static void Write(Utf8JsonWriter json, Scalar scalar)
    {
        string text = scalar.Value;
        switch (scalar.Style == ScalarStyle.Plain ? KindOf(text) : Kind.Text)
        {
            case Kind.Null:
                json.WriteNullValue();
                break;
            case Kind.True:
                json.WriteBooleanValue(true);
                break;
            case Kind.False:
                json.WriteBooleanValue(false);
                break;
            case Kind.Integer when TryInteger(text, out long integer):
                json.WriteNumberValue(integer);
                break;
            case Kind.Float when TryFloat(text, out double number):
                json.WriteNumberValue(number);
                break;
            case Kind.Text when IsWellFormed(text):
                json.WriteStringValue(text);
                break;
            case Kind.Text:
                throw new PolicyFileException("This text has half a surrogate pair.", scalar.Start.Line, scalar.Start.Column);
            default:
                throw new PolicyFileException("This number is out of range.", scalar.Start.Line, scalar.Start.Column);
        }
    }

    /// <summary>Whether a text is valid UTF-16; escapes can write what the file's UTF-8 can't.</summary>
    public static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    private static Kind KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => Kind.Null,
        "true" or "True" or "TRUE" => Kind.True,
        "false" or "False" or "FALSE" => Kind.False,
        _ when text[0] is not (>= '0' and <= '9' or '+' or '-' or '.') => Kind.Text,
        _ when Integer().IsMatch(text) => Kind.Integer,
        _ when Float().IsMatch(text) => Kind.Float,
        _ => Kind.Text,
    };

    private static bool TryInteger(string text, out long value)
    {
        value = 0;
        if (text.Length > MaxNumberLength)
        {
            return false;
        }

        return text switch
        {
            ['0', 'x', .. string digits] =>
                long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0,
            ['0', 'o', .. string digits] => TryOctal(digits, out value),
            _ => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value),
        };
    }

    private static bool TryOctal(string digits, out long value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            if (value > long.MaxValue >> 3)
            {
                return false;
            }

            value = (value << 3) + (digit - '0');
        }

        return true;
    }

    // JSON has no infinities: ".inf", ".nan" and what overflows are out of range.
    private static bool TryFloat(string text, out double value)
    {
        value = 0;
        return text.Length <= MaxNumberLength
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    [GeneratedRegex(@"\A(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"\A(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Float();

    private enum Kind
    {
        Text,
        Null,
        True,
        False,
        Integer,
        Float,
    }
}
