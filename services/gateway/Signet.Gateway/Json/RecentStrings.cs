using System.Text;

namespace Signet.Gateway.Json;

/// <summary>
/// The short strings that this thread has decoded last. JSON says the same keys and words again and again, most of all in streams, and
/// each need be made once. A place holds one string; another that falls there takes it.
/// </summary>
internal static class RecentStrings
{
    private const int Places = 512;
    private const int MaxLength = 32;

    [ThreadStatic]
    private static string?[]? _strings;

    /// <summary>The text of valid UTF-8.</summary>
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > MaxLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var strings = _strings ??= new string?[Places];
        ref var place = ref strings[PlaceOf(utf8)];
        if (place is not { } known || !Ascii.Equals(utf8, known))
        {
            place = Encoding.UTF8.GetString(utf8);
        }

        return place;
    }

    private static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261;
        foreach (var octet in utf8)
        {
            hash = (hash ^ octet) * 16777619;
        }

        return (int)((hash ^ (hash >> 15)) & (Places - 1));
    }
}
