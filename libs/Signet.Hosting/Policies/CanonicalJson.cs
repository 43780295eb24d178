using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Signet.Hosting.Policies;

/// <summary>
/// The one spelling of a JSON value (RFC 8785): members by name, no white space, each text and each number in one way. Whole numbers of
/// 64 bits keep all their digits, as Kubernetes keeps them; all others are written as ECMAScript writes a double.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Writes a value in UTF-8.</summary>
    /// <param name="value">A value in which no member stands twice.</param>
    /// <exception cref="InvalidOperationException">A text has half a surrogate pair, or a number is not finite as a double.</exception>
    public static byte[] Of(JsonElement value)
    {
        ArrayBufferWriter<byte> output = new();
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                output.Write("["u8);
                bool isFirst = true;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    output.Write(isFirst ? ""u8 : ","u8);
                    isFirst = false;
                    Write(item, output);
                }

                output.Write("]"u8);
                break;
            case JsonValueKind.String:
                WriteText(value.GetString()!, output);
                break;
            case JsonValueKind.Number:
                output.Write(Encoding.ASCII.GetBytes(NumberOf(value)));
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            default:
                output.Write("null"u8);
                break;
        }
    }

    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        bool isFirst = true;
        foreach (JsonProperty member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            output.Write(isFirst ? ""u8 : ","u8);
            isFirst = false;
            WriteText(member.Name, output);
            output.Write(":"u8);
            Write(member.Value, output);
        }

        output.Write("}"u8);
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> output)
    {
        StringBuilder escaped = new("\"", text.Length + 2);
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\b' => escaped.Append("\\b"),
                '\f' => escaped.Append("\\f"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                < ' ' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        output.Write(Encoding.UTF8.GetBytes(escaped.Append('"').ToString()));
    }

    private static string NumberOf(JsonElement value)
    {
        if (value.TryGetInt64(out long integer))
        {
            return integer.ToString(CultureInfo.InvariantCulture);
        }

        double number = value.TryGetDouble(out double read) && double.IsFinite(read)
            ? read
            : throw new InvalidOperationException("The number is out of range.");
        return number == 0 ? "0" : (number < 0 ? "-" : "") + Shortest(Math.Abs(number));
    }

    // ECMAScript, Number::toString: the fewest digits that tell the number from all others, and where its point stands.
    private static string Shortest(double number)
    {
        string[] parts = number.ToString("R", CultureInfo.InvariantCulture).Split('E');
        int whole = parts[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and int at ? at : parts[0].Length;
        string all = parts[0].Replace(".", "", StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        int point = whole - (all.Length - digits.Length) + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.TrimEnd('0');
        return point switch
        {
            > 21 or <= -6 => Exponential(digits, point - 1),
            <= 0 => "0." + new string('0', -point) + digits,
            _ when point >= digits.Length => digits + new string('0', point - digits.Length),
            _ => digits[..point] + "." + digits[point..],
        };
    }

    private static string Exponential(string digits, int exponent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
}
