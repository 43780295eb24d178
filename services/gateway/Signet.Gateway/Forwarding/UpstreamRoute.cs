using Signet.Gateway.Forwarding.Keys;

namespace Signet.Gateway.Forwarding;

/// <summary>Which requests go to an upstream, and with which key.</summary>
/// <param name="Upstream">The upstream.</param>
/// <param name="Key">The gateway's key for it, or null.</param>
/// <param name="Surfaces">Patterns of surfaces; empty for all.</param>
/// <param name="Models">Patterns of models; empty for all.</param>
internal sealed record UpstreamRoute(Upstream Upstream, IApiKey? Key, IReadOnlyList<string> Surfaces, IReadOnlyList<string> Models)
{
    public bool Matches(string surface, string? model) =>
        (Surfaces.Count == 0 || Surfaces.Any(pattern => Fits(pattern, surface)))
            && (Models.Count == 0 || (model is not null && Models.Any(pattern => Fits(pattern, model))));

    private static bool Fits(string pattern, string text) => pattern[^1] == '*'
        ? text.AsSpan().StartsWith(pattern.AsSpan(..^1), StringComparison.Ordinal)
        : string.Equals(pattern, text, StringComparison.Ordinal);
}
