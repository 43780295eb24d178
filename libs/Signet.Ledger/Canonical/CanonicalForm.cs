using System.Buffers;
using System.Text.Unicode;

namespace Signet.Ledger.Canonical;

/// <summary>
/// Checks, in one pass and without allocating, that octets are in the restricted RFC 8785 form of format 1, section 1: no BOM, no
/// white space, keys <c>[a-z0-9_]{1,64}</c> sorted and unique at every level, no null, integers within ±(2^53−1), minimal escapes.
/// </summary>
public static class CanonicalForm
{
    /// <summary>The deepest nesting of an entry, with the outermost object as 1.</summary>
    public const int MaxDepth = 8;

    /// <summary>The greatest integer: 2^53−1.</summary>
    public const long MaxInteger = (1L << 53) - 1;

    private const int MaxKeyLength = 64;

    private static readonly SearchValues<byte> KeyOctets = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_"u8);

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly SearchValues<byte> StringBreaks = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    internal static SearchValues<char> MustEscape { get; } = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(i => (char)i), '"', '\\']);

    /// <summary>True when <paramref name="octets"/> are exactly one object in canonical form.</summary>
    public static bool IsCanonicalObject(ReadOnlySpan<byte> octets) =>
        octets.Length > 0 && octets[0] == (byte)'{' && Utf8.IsValid(octets) && TryScanObject(octets, out var end) && end == octets.Length;

    /// <summary>True for a key that the form allows.</summary>
    internal static bool IsKey(ReadOnlySpan<char> key) =>
        key.Length is > 0 and <= MaxKeyLength && !key.ContainsAnyExcept(KeyCharacters);

    private static bool TryScanObject(ReadOnlySpan<byte> text, out int position)
    {
        Span<int> keyStart = stackalloc int[MaxDepth + 1];
        Span<int> keyLength = stackalloc int[MaxDepth + 1];
        Span<bool> isObject = stackalloc bool[MaxDepth + 1];
        var depth = 0;
        position = 0;
        while (true)
        {
            // A value is due here.
            if (position >= text.Length)
            {
                return false;
            }

            switch (text[position])
            {
                case (byte)'{' or (byte)'[':
                    if (++depth > MaxDepth)
                    {
                        return false;
                    }

                    isObject[depth] = text[position] == (byte)'{';
                    keyLength[depth] = 0;
                    position++;
                    var closer = isObject[depth] ? (byte)'}' : (byte)']';
                    if (position < text.Length && text[position] == closer)
                    {
                        break;
                    }

                    if (isObject[depth] && !TryScanKey(text, ref position, ref keyStart[depth], ref keyLength[depth]))
                    {
                        return false;
                    }

                    continue;
                case (byte)'"':
                    if (!TryScanString(text, ref position, out _))
                    {
                        return false;
                    }

                    break;
                case (byte)'t':
                    if (!TrySkip(text, "true"u8, ref position))
                    {
                        return false;
                    }

                    break;
                case (byte)'f':
                    if (!TrySkip(text, "false"u8, ref position))
                    {
                        return false;
                    }

                    break;
                default:
                    if (!TryScanInteger(text, ref position, out _))
                    {
                        return false;
                    }

                    break;
            }

            // A value has ended, or an empty container is about to: close what closes, then go on behind a comma.
            while (position < text.Length && text[position] == (isObject[depth] ? (byte)'}' : (byte)']'))
            {
                position++;
                if (--depth == 0)
                {
                    return true;
                }
            }

            if (position >= text.Length || text[position] != (byte)',')
            {
                return false;
            }

            position++;
            if (isObject[depth] && !TryScanKey(text, ref position, ref keyStart[depth], ref keyLength[depth]))
            {
                return false;
            }
        }
    }

    private static bool TryScanKey(ReadOnlySpan<byte> text, ref int position, ref int previousStart, ref int previousLength)
    {
        if (position >= text.Length || text[position] != (byte)'"')
        {
            return false;
        }

        var start = position + 1;
        var length = text[start..].IndexOfAnyExcept(KeyOctets);
        if (length is < 1 or > MaxKeyLength || text[start + length] != (byte)'"' ||
            start + length + 1 >= text.Length || text[start + length + 1] != (byte)':')
        {
            return false;
        }

        var key = text.Slice(start, length);
        if (previousLength > 0 && text.Slice(previousStart, previousLength).SequenceCompareTo(key) >= 0)
        {
            return false;
        }

        (previousStart, previousLength, position) = (start, length, start + length + 2);
        return true;
    }

    /// <summary>Goes from a string's opening quote to behind its closing one.</summary>
    internal static bool TryScanString(ReadOnlySpan<byte> text, ref int position, out bool escaped)
    {
        escaped = false;
        position++;
        while (true)
        {
            var plain = text[position..].IndexOfAny(StringBreaks);
            if (plain < 0)
            {
                return false;
            }

            position += plain;
            if (text[position] == (byte)'"')
            {
                position++;
                return true;
            }

            escaped = true;
            if (text[position] != (byte)'\\' || !TryScanEscape(text, ref position))
            {
                return false;
            }
        }
    }

    private static bool TryScanEscape(ReadOnlySpan<byte> text, ref int position)
    {
        var rest = text[position..];
        if (rest.Length < 2)
        {
            return false;
        }

        if (rest[1] is (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'t' or (byte)'n' or (byte)'f' or (byte)'r')
        {
            position += 2;
            return true;
        }

        // Only a control character without a short form is written as \u00xx, with lowercase digits.
        if (rest.Length < 6 || rest[1] != (byte)'u' || rest[2] != (byte)'0' || rest[3] != (byte)'0' || rest[4] is not ((byte)'0' or (byte)'1'))
        {
            return false;
        }

        var low = rest[5] switch
        {
            >= (byte)'0' and <= (byte)'9' => rest[5] - '0',
            >= (byte)'a' and <= (byte)'f' => rest[5] - 'a' + 10,
            _ => -1,
        };
        var code = low < 0 ? -1 : ((rest[4] - '0') << 4) | low;
        if (code is < 0 or 0x08 or 0x09 or 0x0a or 0x0c or 0x0d)
        {
            return false;
        }

        position += 6;
        return true;
    }

    /// <summary>Reads an integer and goes behind it.</summary>
    internal static bool TryScanInteger(ReadOnlySpan<byte> text, ref int position, out long value)
    {
        var start = position;
        var negative = text[position] == (byte)'-';
        if (negative)
        {
            position++;
        }

        var digits = position;
        value = 0;
        while (position < text.Length && text[position] is >= (byte)'0' and <= (byte)'9' && position - digits < 17)
        {
            value = (value * 10) + (text[position++] - '0');
        }

        var count = position - digits;
        var leadingZero = count > 0 && text[digits] == (byte)'0' && (count > 1 || negative);
        var holds = position > start && count > 0 && !leadingZero && value <= MaxInteger;
        value = negative ? -value : value;
        return holds;
    }

    private static bool TrySkip(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word, ref int position)
    {
        if (!text[position..].StartsWith(word))
        {
            return false;
        }

        position += word.Length;
        return true;
    }
}
