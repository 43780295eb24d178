using Microsoft.Extensions.Options;
using Signet.Gateway.Forwarding.Keys;
using Signet.Messaging;

namespace Signet.Gateway.Forwarding;

/// <summary>Knows the upstreams, and to which of them a request goes. The first route that matches counts; there is no fall-back.</summary>
internal sealed class UpstreamRouter : IDisposable
{
    private readonly Dictionary<string, Upstream> _upstreams = new(StringComparer.Ordinal);
    private readonly List<UpstreamRoute> _routes;

    /// <exception cref="Hosting.Keys.KeyFileException">A file with a key can't be read.</exception>
    public UpstreamRouter(
        IOptions<GatewayOptions> options, UpstreamConnections connections, TimeProvider time, ISecretSource? secrets = null)
    {
        var settings = options.Value;
        var keys = new ApiKeys(settings, time, secrets);
        var own = new Dictionary<string, IApiKey?>(StringComparer.Ordinal);
        foreach (var (name, upstream) in Named(settings))
        {
            own.Add(name, keys.Open(upstream));
            _upstreams.Add(name, new Upstream(name, UpstreamRules.ParseAddress(upstream.Address)!, upstream, connections));
        }

        _routes = settings.Routes.Count == 0
            ? [.. _upstreams.Values.Select(only => new UpstreamRoute(only, own[only.Name], [], []))]
            : [.. settings.Routes.Select(route => new UpstreamRoute(
                _upstreams[route.Upstream], keys.Open(route) ?? own[route.Upstream], [.. route.Surfaces], [.. route.Models]))];
    }

    /// <summary>The route of a request; null when nobody said where it goes.</summary>
    public UpstreamRoute? Find(string surface, string? model) => _routes.Find(route => route.Matches(surface, model));

    public void Dispose()
    {
        foreach (var upstream in _upstreams.Values)
        {
            upstream.Dispose();
        }
    }

    private static IEnumerable<KeyValuePair<string, UpstreamOptions>> Named(GatewayOptions options) => options.Upstream is null
        ? options.Upstreams
        : options.Upstreams.Prepend(new(UpstreamOptions.DefaultName, new UpstreamOptions
        {
            Address = options.Upstream.AbsoluteUri,
            ApiKey = options.UpstreamApiKey,
            Label = options.UpstreamLabel,
        }));
}
