using System.Buffers;

namespace Signet.Policy.Schemas.Formats;

/// <summary><c>uri</c>: RFC 3986 with a scheme.</summary>
internal static class AbsoluteUriFormat
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private const string SubDelimiters = "!$&'()*+,;=";

    private static readonly SearchValues<char> PathCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":@/%");
    private static readonly SearchValues<char> QueryCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":@/?%");
    private static readonly SearchValues<char> UserInfoCharacters = SearchValues.Create(Unreserved + SubDelimiters + ":%");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(Unreserved + SubDelimiters + "%");

    internal static bool IsUri(string text)
    {
        ReadOnlySpan<char> rest = text;
        int colon = rest.IndexOf(':');
        if (colon < 1 || !IsScheme(rest[..colon]) || !HasWholeEscapes(rest))
        {
            return false;
        }

        rest = rest[(colon + 1)..];
        ReadOnlySpan<char> fragment = CutFrom(ref rest, '#');
        ReadOnlySpan<char> query = CutFrom(ref rest, '?');
        if (fragment.ContainsAnyExcept(QueryCharacters) || query.ContainsAnyExcept(QueryCharacters))
        {
            return false;
        }

        if (!rest.StartsWith("//"))
        {
            return !rest.ContainsAnyExcept(PathCharacters);
        }

        rest = rest[2..];
        int slash = rest.IndexOf('/');
        ReadOnlySpan<char> path = slash < 0 ? default : rest[slash..];
        return !path.ContainsAnyExcept(PathCharacters) && IsAuthority(slash < 0 ? rest : rest[..slash]);
    }

    internal static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return !text.IsEmpty && char.IsAsciiLetter(text[0]);
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        int at = text.LastIndexOf('@');
        if (at >= 0 && text[..at].ContainsAnyExcept(UserInfoCharacters))
        {
            return false;
        }

        ReadOnlySpan<char> host = text[(at + 1)..];
        int colon = host.LastIndexOf(':');
        bool isLiteral = host.StartsWith("[");
        if (colon >= 0 && (!isLiteral || colon > host.IndexOf(']')))
        {
            if (host[(colon + 1)..].ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            host = host[..colon];
        }

        return isLiteral
            ? host.EndsWith("]") && HostFormats.IsIPv6(host[1..^1].ToString())
            : !host.ContainsAnyExcept(NameCharacters);
    }

    private static bool HasWholeEscapes(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%'))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return false;
            }

            text = text[(at + 3)..];
        }

        return true;
    }

    private static ReadOnlySpan<char> CutFrom(ref ReadOnlySpan<char> text, char mark)
    {
        int at = text.IndexOf(mark);
        ReadOnlySpan<char> tail = at < 0 ? default : text[(at + 1)..];
        text = at < 0 ? text : text[..at];
        return tail;
    }
}
