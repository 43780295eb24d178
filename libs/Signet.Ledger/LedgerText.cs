using System.Buffers;
using System.Globalization;

namespace Signet.Ledger;

/// <summary>The text forms of format 1, section 0: identifiers, times, UUIDs.</summary>
public static class LedgerText
{
    /// <summary>The longest identifier, in characters.</summary>
    public const int MaxIdentifierLength = 128;

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private static readonly SearchValues<char> IdentifierStart = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> IdentifierRest = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-");
    private static readonly SearchValues<char> UuidCharacters = SearchValues.Create("0123456789abcdef-");

    internal static SearchValues<char> LowerHex { get; } = SearchValues.Create("0123456789abcdef");

    /// <summary>True for <c>[a-z0-9][a-z0-9.-]{0,127}</c>: log ids, producer ids, key ids and TSA names.</summary>
    public static bool IsIdentifier(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxIdentifierLength && IdentifierStart.Contains(text[0]) && !text.ContainsAnyExcept(IdentifierRest);

    /// <summary>RFC 3339, UTC, exactly seven fractional digits and <c>Z</c>.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads the one form that <see cref="FormatTime"/> writes.</summary>
    public static bool TryParseTime(ReadOnlySpan<char> text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time)
        && text.Length == 28;

    /// <summary>Reads a UUID version 7 in its lowercase form with hyphens (RFC 9562).</summary>
    public static bool TryParseUuid7(ReadOnlySpan<char> text, out Guid id)
    {
        // The runtime's parser also takes surrounding white space, signs and 0x prefixes; a name has one form only.
        id = default;
        return text.Length == 36 && !text.ContainsAnyExcept(UuidCharacters) && Guid.TryParseExact(text, "D", out id) &&
            id.Version == 7 && id.Variant is >= 8 and <= 11;
    }

    internal static bool IsLowerHex(ReadOnlySpan<char> text, int length) => text.Length == length && !text.ContainsAnyExcept(LowerHex);
}
