using System.Buffers;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Forwarding;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Preflight;

/// <summary>What the header fields of a request must be like before anybody reads them.</summary>
internal static class HeaderRules
{
    /// <summary>The session that a request belongs to.</summary>
    public const string Session = "X-Signet-Session";

    private const int MaxSessionLength = 256;

    private static readonly SearchValues<char> SessionCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");

    private static readonly string[] Single = [.. SecurityHeaders.All, .. CredentialHeader.Names, .. UpstreamHeaders.Request];

    /// <summary>Finds the first fault, or null.</summary>
    public static PreflightRefusal? Check(IHeaderDictionary headers)
    {
        foreach (var name in Single)
        {
            if (CheckField(headers, name) is { } refusal)
            {
                return refusal;
            }
        }

        return CheckField(headers, Session) ?? CheckSession(ReadSession(headers));
    }

    /// <summary>The session without the white space around it, or null when none is named.</summary>
    public static string? ReadSession(IHeaderDictionary headers) =>
        headers[Session].ToString().Trim(' ', '\t') is { Length: > 0 } session ? session : null;

    /// <summary>The fields that checks may read, each once.</summary>
    public static Dictionary<string, string> ForChecks(IHeaderDictionary headers)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (var name in SecurityHeaders.All)
        {
            if (headers.TryGetValue(name, out var values))
            {
                fields.Add(name, values.ToString());
            }
        }

        return fields;
    }

    private static PreflightRefusal? CheckField(IHeaderDictionary headers, string name)
    {
        if (!headers.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values.Count > 1)
        {
            return new PreflightRefusal("duplicate_header", StatusCodes.Status400BadRequest, name);
        }

        foreach (var c in values.ToString())
        {
            if (c is not '\t' and (< ' ' or > '~'))
            {
                return new PreflightRefusal("header_invalid_charset", StatusCodes.Status400BadRequest, name);
            }
        }

        return null;
    }

    private static PreflightRefusal? CheckSession(string? session) => session switch
    {
        null => null,
        { Length: > MaxSessionLength } => new PreflightRefusal("session_id_too_long"),
        _ when session.AsSpan().ContainsAnyExcept(SessionCharacters) => new PreflightRefusal("session_id_invalid_charset"),
        _ => null,
    };
}
