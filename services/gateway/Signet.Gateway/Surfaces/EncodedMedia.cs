using System.Buffers;
using System.Buffers.Text;

namespace Signet.Gateway.Surfaces;

/// <summary>Tells encoded octets, which mean nothing to a check of text, from everything else, which is text to it.</summary>
internal static class EncodedMedia
{
    private static readonly SearchValues<char> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static readonly SearchValues<char> SealedCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_");

    private static readonly SearchValues<char> MediaType =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+.-");

    /// <summary>Characters of base64 and nothing else.</summary>
    public static bool IsBase64(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Base64Characters);

    /// <summary>Characters of base64 or base64url and nothing else, as sealed values are written.</summary>
    public static bool IsSealed(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(SealedCharacters);

    /// <summary>A <c>data:</c> URL (RFC 2397) of base64.</summary>
    public static bool IsDataUrl(ReadOnlySpan<char> text)
    {
        var comma = text.IndexOf(',');
        if (!text.StartsWith("data:", StringComparison.Ordinal) || comma < 0
            || !text[..comma].EndsWith(";base64", StringComparison.Ordinal))
        {
            return false;
        }

        var type = text[5..(comma - 7)];
        return type.Length <= 64 && !type.ContainsAnyExcept(MediaType) && IsBase64(text[(comma + 1)..]);
    }

    /// <summary>A vector of 32-bit numbers: base64, padded, of one or more whole numbers.</summary>
    public static bool IsVector(ReadOnlySpan<char> text) =>
        IsBase64(text) && Base64.IsValid(text, out var octets) && octets > 0 && octets % sizeof(float) == 0;
}
