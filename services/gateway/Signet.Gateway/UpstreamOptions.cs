namespace Signet.Gateway;

/// <summary>One API of models.</summary>
public sealed class UpstreamOptions : ApiKeyOptions
{
    /// <summary>The name of the upstream that <see cref="GatewayOptions.Upstream"/> is short for.</summary>
    public const string DefaultName = "default";

    private const int MaxNameLength = 64;

    /// <summary>
    /// The base address, such as <c>https://api.anthropic.com/v1</c>: absolute, http or https, without user information, query or
    /// fragment.
    /// </summary>
    public string Address { get; set; } = "";

    /// <summary>
    /// What callers may know of it (<c>X-Signet-Upstream</c>); at most 64 visible ASCII characters. The default is its host name.
    /// </summary>
    public string? Label { get; set; }

    /// <summary>
    /// How it takes a key: <c>by-api</c>, the default (<c>x-api-key</c> for callers that speak Anthropic's API, else as a bearer token),
    /// <c>bearer</c> (<c>Authorization: Bearer</c>), <c>x-api-key</c> (Anthropic) or <c>api-key</c> (Azure).
    /// </summary>
    public string ApiKeyHeader { get; set; } = "by-api";

    /// <summary>
    /// What happens to the caller's own credential where the gateway has no key: <c>forward</c>, the default, or <c>drop</c>. Where
    /// it has one, the caller's always stops here.
    /// </summary>
    public string? CallerKey { get; set; }

    /// <summary>The most connections to one address of it, 1 to 65,536; unlimited by default.</summary>
    public int? MaxConnectionsPerServer { get; set; }

    /// <summary>True for <c>[a-z0-9][a-z0-9.-]{0,63}</c>, as upstreams are named.</summary>
    public static bool IsName(string name) => name is { Length: > 0 and <= MaxNameLength } && name[0] is not ('.' or '-')
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-');
}
