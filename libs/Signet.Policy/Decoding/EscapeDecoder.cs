using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// Escapes inside text, each kind by itself: percent encoding (RFC 3986), references of HTML, \u, \x and \u{} of programming languages,
/// quoted-printable (RFC 2045). What isn't an escape stays, and is read with the escapes as far as something could reach into it; a text
/// without any makes nothing.
/// </summary>
internal sealed class EscapeDecoder : IDecoder
{
    /// <summary>So many characters at least of what stands around escapes are read with them.</summary>
    private const int Margin = 256;

    private const int MaxEntity = 32;

    private static readonly SearchValues<char> EntityLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private delegate int Reader(ReadOnlySpan<char> rest, EscapedText result);

    private static readonly (string Name, char Lead, Reader Read)[] Kinds =
    [
        ("percent", '%', ReadPercent),
        ("html", '&', ReadEntity),
        ("escapes", '\\', ReadBackslash),
        ("quoted-printable", '=', ReadQuoted),
    ];

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        foreach ((string name, char lead, Reader read) in Kinds)
        {
            if (text.Contains(lead))
            {
                Decode(name, lead, read, text, sink);
            }
        }
    }

    /// <summary>Escapes that stand so near each other that something may reach from one to the other are undone together, others apart.</summary>
    private static void Decode(string name, char lead, Reader read, ReadOnlySpan<char> text, DecodeSink sink)
    {
        EscapedText result = sink.Escaped;
        result.Clear();
        int start = -1;
        int end = 0;
        for (int i = 0; i < text.Length;)
        {
            int next = text[i..].IndexOf(lead);
            if (next < 0)
            {
                break;
            }

            int at = i + next;
            int used = read(text[at..], result);
            if (used == 0)
            {
                i = at + 1;
                continue;
            }

            if (start < 0)
            {
                start = at - Before(text[..at], sink);
                end = start;
            }
            else if (sink.Prefilters
                && Surroundings.Parts(text[end..at], Margin, sink.MaxLetters, Surroundings.Letters, out int behind, out int ahead))
            {
                if (!Add(name, text, start, end, end + behind, sink))
                {
                    return;
                }

                result.Restart();
                start = at - ahead;
                end = start;
            }

            result.Append(text[end..at]);
            result.AppendRead();
            i = end = at + used;
        }

        if (start >= 0)
        {
            Add(name, text, start, end, end + After(text[end..], sink), sink);
        }
    }

    private static int Before(ReadOnlySpan<char> text, DecodeSink sink) =>
        sink.Prefilters ? Surroundings.Before(text, Margin, sink.MaxLetters, Surroundings.Letters) : text.Length;

    private static int After(ReadOnlySpan<char> text, DecodeSink sink) =>
        sink.Prefilters ? Surroundings.After(text, Margin, sink.MaxLetters, Surroundings.Letters) : text.Length;

    private static bool Add(string name, ReadOnlySpan<char> text, int start, int end, int last, DecodeSink sink)
    {
        sink.Escaped.Append(text[end..last]);
        bool paid = sink.Charge(last - start);
        if (paid)
        {
            sink.AddText(name, sink.Escaped.Text, start, last);
        }

        return paid;
    }

    private static int ReadPercent(ReadOnlySpan<char> rest, EscapedText result) => ReadHexOctet(rest, 1, result);

    private static int ReadQuoted(ReadOnlySpan<char> rest, EscapedText result)
    {
        int used = ReadHexOctet(rest, 1, result);
        return used > 0 ? used : rest switch
        {
            ['=', '\r', '\n', ..] => 3,
            ['=', '\n', ..] => 2,
            _ => 0,
        };
    }

    private static int ReadHexOctet(ReadOnlySpan<char> rest, int skip, EscapedText result)
    {
        if (rest.Length < skip + 2 || !TryHex(rest.Slice(skip, 2), out int value))
        {
            return 0;
        }

        result.Read((byte)value);
        return skip + 2;
    }

    private static int ReadBackslash(ReadOnlySpan<char> rest, EscapedText result)
    {
        if (rest.Length < 3 || rest[1] is not ('u' or 'U' or 'x' or 'X'))
        {
            return 0;
        }

        if (rest[2] == '{')
        {
            int close = rest[..Math.Min(rest.Length, 12)].IndexOf('}');
            return close > 3 && TryHex(rest[3..close], out int braced) && Read(braced, result) ? close + 1 : 0;
        }

        if (rest[1] is 'x' or 'X')
        {
            return ReadHexOctet(rest, 2, result);
        }

        int digits = rest[1] == 'U' && rest.Length >= 10 && TryHex(rest[2..10], out _) ? 8 : 4;
        return rest.Length >= 2 + digits && TryHex(rest.Slice(2, digits), out int value) && Read(value, result) ? 2 + digits : 0;
    }

    private static int ReadEntity(ReadOnlySpan<char> rest, EscapedText result)
    {
        ReadOnlySpan<char> near = rest[..Math.Min(rest.Length, MaxEntity)];
        if (near is ['&', '#', 'x' or 'X', ..])
        {
            int digits = Count(near[3..], char.IsAsciiHexDigit);
            return digits is > 0 and <= 8 && TryHex(near.Slice(3, digits), out int value) && Read(value, result) ? WithSemicolon(near, 3 + digits) : 0;
        }

        if (near is ['&', '#', ..])
        {
            int digits = Count(near[2..], char.IsAsciiDigit);
            return digits is > 0 and <= 8 && Read(int.Parse(near.Slice(2, digits), CultureInfo.InvariantCulture), result)
                ? WithSemicolon(near, 2 + digits) : 0;
        }

        int end = near.IndexOf(';');
        if (end < 2 || near[1..end].ContainsAnyExcept(EntityLetters))
        {
            return 0;
        }

        string entity = near[..(end + 1)].ToString();
        string decoded = WebUtility.HtmlDecode(entity);
        if (decoded == entity)
        {
            return 0;
        }

        result.Read(decoded);
        return end + 1;
    }

    private static int WithSemicolon(ReadOnlySpan<char> near, int used) => used < near.Length && near[used] == ';' ? used + 1 : used;

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> isDigit)
    {
        int count = 0;
        while (count < text.Length && isDigit(text[count]))
        {
            count++;
        }

        return count;
    }

    private static bool Read(int value, EscapedText result)
    {
        Span<char> units = stackalloc char[2];
        if (value is >= 0xD800 and <= 0xDFFF)
        {
            units[0] = (char)value;
            result.Read(units[..1]);
            return true;
        }

        if (!Rune.TryCreate(value, out Rune rune))
        {
            return false;
        }

        result.Read(units[..rune.EncodeToUtf16(units)]);
        return true;
    }

    private static bool TryHex(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (char c in digits)
        {
            if (!char.IsAsciiHexDigit(c) || value > 0x7FFFFFF)
            {
                return false;
            }

            value = (value << 4) | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }

        return digits.Length > 0;
    }
}
