using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Preflight;

/// <summary>What the query of an address must be like: parameters that the surface knows, of a charset that can't say much.</summary>
internal static class QueryRules
{
    private const int MaxValues = 32;
    private const int MaxValueLength = 128;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:,-");

    /// <summary>Finds the first fault, or null.</summary>
    public static PreflightRefusal? Check(IQueryCollection query, IReadOnlySet<string>? names)
    {
        var count = 0;
        foreach (var (name, values) in query)
        {
            if (names is null ? name.AsSpan().ContainsAnyExcept(Characters) : !names.Contains(name))
            {
                return new PreflightRefusal("query_not_supported");
            }

            foreach (var value in values)
            {
                if (++count > MaxValues || value is null || value.Length > MaxValueLength || value.AsSpan().ContainsAnyExcept(Characters))
                {
                    return new PreflightRefusal("query_invalid");
                }
            }
        }

        return null;
    }
}
