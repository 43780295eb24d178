using System.Text;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>The texts that a tool may take an argument for: as it stands, with percent-encoding undone, in compatibility form.</summary>
internal static class PathReadings
{
    private const int MaxLength = 4096;
    private const int MaxRounds = 4;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>False when the text is too long, holds control characters, or is encoded too often or badly.</summary>
    internal static bool TryGet(string text, out IReadOnlyList<string> readings)
    {
        List<string> all = [];
        readings = all;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        for (int round = 0; round < MaxRounds; round++)
        {
            if (text.Any(char.IsControl))
            {
                return false;
            }

            all.Add(text);
            if (!Ascii.IsValid(text))
            {
                string compatible = text.Normalize(NormalizationForm.FormKC);
                if (compatible != text)
                {
                    all.Add(compatible);
                }
            }

            if (Decode(text) is not { } decoded)
            {
                return false;
            }

            if (decoded == text)
            {
                return true;
            }

            text = decoded;
        }

        return false;
    }

    /// <summary>Undoes <c>%41</c> and <c>%u0041</c>; null when that gives no text.</summary>
    private static string? Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        List<byte> octets = [];
        for (int at = 0; at < text.Length;)
        {
            if (TryHex(text, at, "%", 2, out int octet))
            {
                octets.Add((byte)octet);
                at += 3;
            }
            else if (TryHex(text, at, "%u", 4, out int unit) && !char.IsSurrogate((char)unit))
            {
                octets.AddRange(Encoding.UTF8.GetBytes([(char)unit]));
                at += 6;
            }
            else
            {
                int length = char.IsHighSurrogate(text[at]) ? 2 : 1;
                octets.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, length)));
                at += length;
            }
        }

        try
        {
            return Strict.GetString([.. octets]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static bool TryHex(string text, int at, string mark, int digits, out int value)
    {
        value = 0;
        int start = at + mark.Length;
        return string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0 && start + digits <= text.Length
            && int.TryParse(
                text.AsSpan(start, digits),
                System.Globalization.NumberStyles.AllowHexSpecifier,
                System.Globalization.CultureInfo.InvariantCulture,
                out value);
    }
}
