using Signet.Hosting.Keys;
using Signet.Messaging;

namespace Signet.Gateway.Forwarding;

/// <summary>What upstreams and routes must be like. Faults name the place and never the value, which may hold a secret.</summary>
internal sealed class UpstreamRules(bool hasSecretSource)
{
    private const int MaxUpstreams = 64;
    private const int MaxRoutes = 256;
    private const int MaxLabelLength = 64;
    private const string Plain = "must be an absolute http or https address without user information, query or fragment.";

    private readonly List<string> _faults = [];

    /// <summary>Returns every fault.</summary>
    public IReadOnlyList<string> Check(GatewayOptions options)
    {
        CheckDefault(options);
        var count = options.Upstreams.Count + (options.Upstream is null ? 0 : 1);
        Require(count is > 0 and <= MaxUpstreams, $"There must be 1 to {MaxUpstreams} upstreams: Upstream or Upstreams.");
        foreach (var (name, upstream) in options.Upstreams)
        {
            CheckUpstream(name, upstream);
        }

        Require(options.Routes.Count > 0 || count < 2, "With several upstreams there must be Routes: nothing is guessed.");
        Require(options.Routes.Count <= MaxRoutes, $"There may be {MaxRoutes} routes.");
        for (var i = 0; i < options.Routes.Count; i++)
        {
            CheckRoute($"Routes:{i}", options.Routes[i], options);
        }

        return _faults;
    }

    /// <summary>Reads an address that may be an upstream's; null when it may not.</summary>
    public static Uri? ParseAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && IsPlain(address) ? address : null;

    /// <summary>True when no caller's key goes to any upstream, whatever the route.</summary>
    public static bool HoldsAllKeys(GatewayOptions options) =>
        (options.Upstream is null || options.UpstreamApiKey is not null)
        && options.Upstreams.Values.All(upstream => HasKey(upstream) || upstream.CallerKey == "drop");

    private void CheckDefault(GatewayOptions options)
    {
        Require(options.Upstream is null || IsPlain(options.Upstream), $"Upstream {Plain}");
        Require(
            options.Upstream is null || !options.Upstreams.ContainsKey(UpstreamOptions.DefaultName),
            $"Upstream is short for Upstreams:{UpstreamOptions.DefaultName}: give one of them.");
        Require(
            options.Upstream is not null || (options.UpstreamApiKey is null && options.UpstreamLabel is null),
            "UpstreamApiKey and UpstreamLabel belong to Upstream.");
        Require(options.UpstreamApiKey is null || IsVisible(options.UpstreamApiKey, ApiKeyFile.MaxLength), "UpstreamApiKey must be visible ASCII.");
        Require(
            options.UpstreamLabel is null || IsVisible(options.UpstreamLabel, MaxLabelLength),
            "UpstreamLabel must be 1 to 64 visible ASCII characters.");
    }

    private void CheckUpstream(string name, UpstreamOptions upstream)
    {
        if (!UpstreamOptions.IsName(name))
        {
            _faults.Add("A name in Upstreams must match [a-z0-9][a-z0-9.-]{0,63}.");
            return;
        }

        var place = $"Upstreams:{name}";
        Require(ParseAddress(upstream.Address) is not null, $"{place}:Address {Plain}");
        Require(
            upstream.Label is null || IsVisible(upstream.Label, MaxLabelLength), $"{place}:Label must be 1 to 64 visible ASCII characters.");
        Require(
            upstream.ApiKeyHeader == CredentialHeader.ByApi || CredentialHeader.TryParse(upstream.ApiKeyHeader) is not null,
            $"{place}:ApiKeyHeader must be by-api, bearer, x-api-key or api-key.");
        Require(upstream.CallerKey is null or "forward" or "drop", $"{place}:CallerKey must be forward or drop.");
        Require(
            upstream.CallerKey is not "forward" || !HasKey(upstream),
            $"{place}:CallerKey can't be forward where there is a key: the gateway's is the one that goes upstream.");
        Require(upstream.MaxConnectionsPerServer is null or (>= 1 and <= 65_536), $"{place}:MaxConnectionsPerServer must lie between 1 and 65,536.");
        CheckKey(place, upstream);
    }

    private void CheckRoute(string place, RouteOptions route, GatewayOptions options)
    {
        Require(route.Surfaces.Concat(route.Models).All(RouteOptions.IsPattern), $"{place}: a pattern is visible ASCII, with * at its end alone.");
        Require(
            options.Upstreams.ContainsKey(route.Upstream) || (route.Upstream == UpstreamOptions.DefaultName && options.Upstream is not null),
            $"{place}:Upstream must name an upstream.");
        CheckKey(place, route);
    }

    private void CheckKey(string place, ApiKeyOptions key)
    {
        var sources = (key.ApiKey is null ? 0 : 1) + (key.ApiKeyFile is null ? 0 : 1) + (key.ApiKeySecret is null ? 0 : 1);
        Require(sources <= 1, $"{place}: give one of ApiKey, ApiKeyFile and ApiKeySecret.");
        Require(key.ApiKey is null || IsVisible(key.ApiKey, ApiKeyFile.MaxLength), $"{place}:ApiKey must be visible ASCII.");
        if (key.ApiKeyFile is not null)
        {
            CheckFile(place, key.ApiKeyFile);
        }

        if (key.ApiKeySecret is { } secret)
        {
            Require(
                new SecretReference(secret.Store, secret.Name, secret.Key).IsValid,
                $"{place}:ApiKeySecret must name a store and a secret in A-Z a-z 0-9 - . _.");
            Require(hasSecretSource, $"{place}:ApiKeySecret needs a host that reads secrets.");
        }
    }

    private void CheckFile(string place, string path)
    {
        try
        {
            Require(path.Length > 0, $"{place}:ApiKeyFile is empty.");
            if (path.Length > 0)
            {
                ApiKeyFile.Read(path);
            }
        }
        catch (KeyFileException exception)
        {
            _faults.Add($"{place}:ApiKeyFile: {exception.Message}");
        }
    }

    private void Require(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add(fault);
        }
    }

    private static bool HasKey(ApiKeyOptions key) => key.ApiKey is not null || key.ApiKeyFile is not null || key.ApiKeySecret is not null;

    private static bool IsPlain(Uri address) => address is { IsAbsoluteUri: true, UserInfo: "", Query: "", Fragment: "" }
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    private static bool IsVisible(string text, int length) =>
        text.Length > 0 && text.Length <= length && text.All(c => c is > ' ' and < (char)127);
}
