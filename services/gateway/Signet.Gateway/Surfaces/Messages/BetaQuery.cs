using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>The parameter <c>beta=true</c>, which Anthropic's SDKs send for what is in their beta namespace.</summary>
internal static class BetaQuery
{
    public static readonly FrozenSet<string> Names = FrozenSet.Create(StringComparer.Ordinal, "beta");

    /// <summary>A stable token for another value, or null.</summary>
    public static string? Fault(IQueryCollection query) => query.TryGetValue("beta", out var value) && value != "true" ? "query_invalid" : null;
}
