using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Signet.Gateway.Json;

/// <summary>The text of JSON strings, both ways.</summary>
internal static class JsonText
{
    /// <summary>
    /// Decodes the octets between the quotes of a string that a parser has accepted. Half a surrogate pair is kept as it is, since
    /// a model may write the other half into its next piece.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> raw, out bool loneSurrogate)
    {
        loneSurrogate = false;
        var escape = raw.IndexOf((byte)'\\');
        if (escape < 0)
        {
            return RecentStrings.Get(raw);
        }

        var text = new StringBuilder(raw.Length);
        while (escape >= 0)
        {
            text.Append(Encoding.UTF8.GetString(raw[..escape]));
            if (raw[escape + 1] == (byte)'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(escape + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                raw = raw[(escape + 6)..];
            }
            else
            {
                text.Append(raw[escape + 1] switch
                {
                    (byte)'b' => '\b',
                    (byte)'f' => '\f',
                    (byte)'n' => '\n',
                    (byte)'r' => '\r',
                    (byte)'t' => '\t',
                    var other => (char)other,
                });
                raw = raw[(escape + 2)..];
            }

            escape = raw.IndexOf((byte)'\\');
        }

        text.Append(Encoding.UTF8.GetString(raw));
        var decoded = text.ToString();
        loneSurrogate = HasLoneSurrogate(decoded);
        return decoded;
    }

    /// <summary>Undoes the escapes of a text that should be JSON but needn't be: what is no escape stays as it is.</summary>
    public static string Unescape(string json)
    {
        var text = new StringBuilder(json.Length);
        var rest = json.AsSpan();
        for (var escape = rest.IndexOf('\\'); escape >= 0 && escape + 1 < rest.Length; escape = rest.IndexOf('\\'))
        {
            text.Append(rest[..escape]);
            rest = rest[(escape + 1)..];
            if (rest[0] == 'u' && rest.Length >= 5
                && ushort.TryParse(rest[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                text.Append((char)unit);
                rest = rest[5..];
                continue;
            }

            text.Append(rest[0] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                var other => other,
            });
            rest = rest[1..];
        }

        return text.Append(rest).ToString();
    }

    /// <summary>The octets of a JSON string, quotes included. Half a surrogate pair is written as its escape.</summary>
    public static byte[] Encode(string text)
    {
        if (!HasLoneSurrogate(text))
        {
            return EncodeWhole(text);
        }

        // The other half may stand in the next piece of a stream: the escape keeps it, U+FFFD would not.
        using var output = new MemoryStream();
        output.WriteByte((byte)'"');
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (char.IsSurrogate(text[i]) && !pair)
            {
                output.Write(Encoding.ASCII.GetBytes($"\\u{(int)text[i]:x4}"));
                continue;
            }

            output.Write(EncodeWhole(text.Substring(i, pair ? 2 : 1)).AsSpan()[1..^1]);
            i += pair ? 1 : 0;
        }

        output.WriteByte((byte)'"');
        return output.ToArray();
    }

    private static byte[] EncodeWhole(string text)
    {
        var encoded = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes;
        var octets = new byte[encoded.Length + 2];
        octets[0] = octets[^1] = (byte)'"';
        encoded.CopyTo(octets.AsSpan(1));
        return octets;
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
