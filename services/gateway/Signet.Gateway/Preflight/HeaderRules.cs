using System.Buffers;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
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

    private static readonly FrozenSet<string> Single = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, [.. SecurityHeaders.All, .. CredentialHeader.Names, .. UpstreamHeaders.Request, Session, WorkloadOptions.DefaultHeader]);

    /// <summary>Fields that proxies add.</summary>
    private static readonly string[] Forwarding =
        ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "X-Original-Forwarded-For"];

    private static readonly FrozenSet<string> Security = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, [.. SecurityHeaders.All]);

    /// <summary>Finds the first fault, or null.</summary>
    public static PreflightRefusal? Check(IHeaderDictionary headers)
    {
        foreach (var (name, values) in headers)
        {
            if (Single.TryGetValue(name, out var known) && CheckField(known, values) is { } refusal)
            {
                return refusal;
            }
        }

        return CheckSession(ReadSession(headers));
    }

    /// <summary>The session without the white space around it, or null when none is named.</summary>
    public static string? ReadSession(IHeaderDictionary headers) =>
        headers[Session].ToString().Trim(' ', '\t') is { Length: > 0 } session ? session : null;

    /// <summary>True when a field says that the request has come through a proxy, whatever it says of the caller's address.</summary>
    public static bool IsForwarded(IHeaderDictionary headers)
    {
        foreach (var name in Forwarding)
        {
            if (headers.ContainsKey(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The fields that checks may read, each once.</summary>
    public static Dictionary<string, string> ForChecks(IHeaderDictionary headers)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in headers)
        {
            if (Security.TryGetValue(name, out var known))
            {
                fields.Add(known, values.ToString());
            }
        }

        return fields;
    }

    private static PreflightRefusal? CheckField(string name, StringValues values)
    {
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
