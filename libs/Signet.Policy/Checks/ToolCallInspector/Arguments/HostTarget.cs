using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text;
using Signet.Policy.Schemas.Formats;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// Where a URL or a host name leads. It reads only what all clients read alike: no user names, no backslashes, no white space, no
/// percent-encoding and nothing but ASCII in the host, and no address in another notation than the usual one.
/// </summary>
/// <param name="Scheme">In lower case; null for a bare host.</param>
/// <param name="Name">The host's name in lower case without a dot at its end; empty for an address.</param>
/// <param name="Address">The address, IPv4 where one is mapped into IPv6; null for a name.</param>
/// <param name="Port">The port, if one is written.</param>
internal sealed record HostTarget(string? Scheme, string Name, IPAddress? Address, int? Port)
{
    private const int MaxLength = 8192;
    private const int MaxPortDigits = 5;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    internal static bool TryReadUrl(string text, [NotNullWhen(true)] out HostTarget? target)
    {
        target = null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (text.Length > MaxLength || colon < 1 || !AbsoluteUriFormat.IsScheme(text.AsSpan(0, colon)) || HasOddCharacters(text)
            || !text.AsSpan(colon + 1).StartsWith("//"))
        {
            return false;
        }

        ReadOnlySpan<char> rest = text.AsSpan(colon + 3);
        int end = rest.IndexOfAny('/', '?', '#');
        string scheme = text[..colon].ToLowerInvariant();
        return TryReadAuthority(end < 0 ? rest : rest[..end], scheme, out target);
    }

    internal static bool TryReadHost(string text, [NotNullWhen(true)] out HostTarget? target)
    {
        target = null;
        return text.Length <= MaxLength && TryReadAuthority(text, null, out target);
    }

    private static bool TryReadAuthority(ReadOnlySpan<char> text, string? scheme, [NotNullWhen(true)] out HostTarget? target)
    {
        target = null;
        int? port = null;
        int colon = text.LastIndexOf(':');
        if (colon >= 0 && colon > text.LastIndexOf(']'))
        {
            ReadOnlySpan<char> digits = text[(colon + 1)..];
            if (digits.Length is 0 or > MaxPortDigits || digits[0] == '0'
                || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > IPEndPoint.MaxPort)
            {
                return false;
            }

            port = number;
            text = text[..colon];
        }

        if (text.StartsWith("[") && text.EndsWith("]"))
        {
            string literal = text[1..^1].ToString();
            if (!HostFormats.IsIPv6(literal))
            {
                return false;
            }

            IPAddress address = IPAddress.Parse(literal);
            target = new HostTarget(scheme, "", address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
            return true;
        }

        // Looked at before the case goes, since the Kelvin sign's lower case is the letter k.
        if (!Ascii.IsValid(text))
        {
            return false;
        }

        string name = text.ToString().ToLowerInvariant();
        if (HostFormats.IsIPv4(name))
        {
            target = new HostTarget(scheme, "", IPAddress.Parse(name), port);
            return true;
        }

        name = name.EndsWith('.') ? name[..^1] : name;
        if (!HostFormats.IsHostName(name) || EndsInNumber(name))
        {
            return false;
        }

        target = new HostTarget(scheme, name, null, port);
        return true;
    }

    /// <summary>True when clients would take the name for an address: octal, hexadecimal, or with fewer than four parts.</summary>
    private static bool EndsInNumber(string name)
    {
        ReadOnlySpan<char> last = name.AsSpan(name.LastIndexOf('.') + 1);
        return !last.ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x") && !last[2..].ContainsAnyExcept(HexDigits));
    }

    private static bool HasOddCharacters(string text)
    {
        foreach (char character in text)
        {
            if (character is <= ' ' or '\\' or '\x7f' || char.IsWhiteSpace(character) || char.IsControl(character))
            {
                return true;
            }
        }

        return false;
    }
}
