using System.Globalization;
using System.Text;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// The texts that a tool may take an argument for: as it stands, with percent-encoding undone, in compatibility form, without format
/// characters, and whatever these make of each other's results, until nothing new comes.
/// </summary>
internal static class PathReadings
{
    private const int MaxLength = 4096;
    private const int MaxDecodings = 3;
    private const int MaxReadings = 32;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// False when a reading is empty, too long or holds control characters, when it is encoded too often or badly, or there are too many.
    /// </summary>
    internal static bool TryGet(string text, out IReadOnlyList<string> readings)
    {
        List<string> all = [text];
        readings = all;
        List<int> decodings = [0];
        for (int at = 0; at < all.Count; at++)
        {
            (string reading, int decoding) = (all[at], decodings[at]);
            if (reading.Length is 0 or > MaxLength || reading.Any(char.IsControl) || Decode(reading) is not { } decoded)
            {
                return false;
            }

            if (decoding == MaxDecodings && !all.Contains(decoded))
            {
                return false;
            }

            AddNew(decoded, decoding + 1);
            if (!Ascii.IsValid(reading))
            {
                AddNew(reading.Normalize(NormalizationForm.FormKC), decoding);
                AddNew(WithoutFormat(reading), decoding);
            }

            if (all.Count > MaxReadings)
            {
                return false;
            }
        }

        return true;

        void AddNew(string reading, int decoding)
        {
            if (!all.Contains(reading))
            {
                all.Add(reading);
                decodings.Add(decoding);
            }
        }
    }

    /// <summary>Takes out what shows nothing and some file systems pass over, such as zero-width spaces.</summary>
    private static string WithoutFormat(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format));

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
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out value);
    }
}
