using System.Buffers;

namespace Signet.Gateway.Preflight;

/// <summary>Media types (RFC 9110, section 8.3) as far as the gateway tells them apart.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";

    private const int MaxLength = 256;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/;= .+-_'\"()*");

    /// <summary>True for JSON, and for what doesn't say what it is.</summary>
    public static bool IsJson(string? type) => string.IsNullOrEmpty(type) || Of(type).Equals(Json, StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a header field as it may go on, or null when it holds what a media type doesn't.</summary>
    public static string? Plain(string? type) =>
        type is { Length: >= 3 and <= MaxLength } && !type.AsSpan().ContainsAnyExcept(Characters) ? type : null;

    private static ReadOnlySpan<char> Of(string type)
    {
        var end = type.IndexOf(';', StringComparison.Ordinal);
        return type.AsSpan(0, end < 0 ? type.Length : end).Trim(' ');
    }
}
