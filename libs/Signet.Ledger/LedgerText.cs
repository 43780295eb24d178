using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Signet.Ledger;

/// <summary>The text forms of format 1, section 0: identifiers, times, UUIDs.</summary>
public static class LedgerText
{
    /// <summary>The longest identifier, in characters.</summary>
    public const int MaxIdentifierLength = 128;

    internal const int TimeLength = 28;

    internal const int UuidLength = 36;

    private static readonly SearchValues<char> IdentifierStart = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> IdentifierRest = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    private static readonly SearchValues<byte> UuidOctets = SearchValues.Create("0123456789abcdef-"u8);

    internal static SearchValues<char> LowerHex { get; } = SearchValues.Create("0123456789abcdef");

    internal static SearchValues<byte> LowerHexOctets { get; } = SearchValues.Create("0123456789abcdef"u8);

    // Where a digit stands in a time there is a zero here; everything else stands as it is.
    private static ReadOnlySpan<byte> TimeShape => "0000-00-00T00:00:00.0000000Z"u8;

    /// <summary>True for <c>[a-z0-9][a-z0-9.-]{0,127}</c>: log ids, producer ids, key ids and TSA names.</summary>
    public static bool IsIdentifier(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxIdentifierLength && IdentifierStart.Contains(text[0]) && !text.ContainsAnyExcept(IdentifierRest);

    /// <summary>RFC 3339, UTC, exactly seven fractional digits and <c>Z</c>.</summary>
    public static string FormatTime(DateTimeOffset time)
    {
        Span<byte> octets = stackalloc byte[TimeLength];
        FormatTime(time, octets);
        return Encoding.ASCII.GetString(octets);
    }

    /// <summary>Reads the one form that <see cref="FormatTime(DateTimeOffset)"/> writes.</summary>
    public static bool TryParseTime(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        Span<byte> octets = stackalloc byte[TimeLength];
        return text.Length == TimeLength && Encoding.UTF8.TryGetBytes(text, octets, out var written) && TryParseTime(octets[..written], out time);
    }

    /// <summary>Reads a UUID version 7 in its lowercase form with hyphens (RFC 9562).</summary>
    public static bool TryParseUuid7(ReadOnlySpan<char> text, out Guid id)
    {
        id = default;
        Span<byte> octets = stackalloc byte[UuidLength];
        return text.Length == UuidLength && Encoding.UTF8.TryGetBytes(text, octets, out var written) && TryParseUuid7(octets[..written], out id);
    }

    internal static void FormatTime(DateTimeOffset time, Span<byte> octets) =>
        time.UtcDateTime.TryFormat(octets, out _, "O", CultureInfo.InvariantCulture);

    internal static bool TryParseTime(ReadOnlySpan<byte> octets, out DateTimeOffset time)
    {
        time = default;
        if (octets.Length != TimeLength)
        {
            return false;
        }

        for (var i = 0; i < octets.Length; i++)
        {
            if (TimeShape[i] == (byte)'0' ? octets[i] is < (byte)'0' or > (byte)'9' : octets[i] != TimeShape[i])
            {
                return false;
            }
        }

        var (year, month, day) = (Number(octets[..4]), Number(octets.Slice(5, 2)), Number(octets.Slice(8, 2)));
        var (hour, minute, second) = (Number(octets.Slice(11, 2)), Number(octets.Slice(14, 2)), Number(octets.Slice(17, 2)));
        if (year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).AddTicks(Number(octets.Slice(20, 7)));
        return true;
    }

    internal static bool TryParseUuid7(ReadOnlySpan<byte> octets, out Guid id)
    {
        // The runtime's parser also takes uppercase and stops at what it doesn't know; a name has one form only.
        id = default;
        return octets.Length == UuidLength && !octets.ContainsAnyExcept(UuidOctets) &&
            Utf8Parser.TryParse(octets, out id, out var consumed, 'D') && consumed == UuidLength && id.Version == 7 && id.Variant is >= 8 and <= 11;
    }

    internal static bool IsLowerHex(ReadOnlySpan<char> text, int length) => text.Length == length && !text.ContainsAnyExcept(LowerHex);

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return value;
    }
}
