using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Signet.Policy.Schemas.Formats;

/// <summary><c>hostname</c>, <c>email</c>, <c>ipv4</c> and <c>ipv6</c>, each in ASCII and in one notation.</summary>
internal static class HostFormats
{
    private const int MaxHostName = 253;
    private const int MaxLabel = 63;
    private const int MaxLocalPart = 64;
    private const int MaxIPv6 = 45;

    private static readonly SearchValues<char> LocalCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");

    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>RFC 1123: labels of letters, digits and hyphens. No dot at the end.</summary>
    internal static bool IsHostName(string text) => IsHostName(text.AsSpan());

    /// <summary>RFC 5321 without quoted local parts and address literals.</summary>
    internal static bool IsEmail(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > MaxLocalPart || !IsHostName(text.AsSpan(at + 1)))
        {
            return false;
        }

        ReadOnlySpan<char> local = text.AsSpan(0, at);
        foreach (Range atom in local.Split('.'))
        {
            if (local[atom].IsEmpty || local[atom].ContainsAnyExcept(LocalCharacters))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Four decimal numbers without leading zeros.</summary>
    internal static bool IsIPv4(string text) => IsIPv4(text.AsSpan());

    /// <summary>RFC 4291, without a zone.</summary>
    internal static bool IsIPv6(string text)
    {
        if (text.Length > MaxIPv6 || text.AsSpan().ContainsAnyExcept(IPv6Characters))
        {
            return false;
        }

        int dot = text.IndexOf('.', StringComparison.Ordinal);
        return (dot < 0 || IsIPv4(text.AsSpan(text.LastIndexOf(':') + 1)))
            && IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    internal static bool IsHostName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxHostName)
        {
            return false;
        }

        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> label = text[range];
            if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (char character in label)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    internal static bool IsIPv4(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> part = text[range];
            if (++count > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0')
                || part.ContainsAnyExceptInRange('0', '9') || !byte.TryParse(part, out _))
            {
                return false;
            }
        }

        return count == 4;
    }
}
