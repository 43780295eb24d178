using System.CommandLine;
using Signet.Gateway;

namespace Signet.Cli.Commands;

/// <summary>The options of <c>signet up</c> that say which models there are, with which key, and what goes where.</summary>
internal sealed class UpstreamArguments
{
    private const string KeyVariable = "SIGNET_UPSTREAM_API_KEY";
    private const string Anthropic = "anthropic";
    private const string Azure = "azure";

    private readonly Option<string[]> _upstreams = new("--upstream")
    {
        Description = $"A model's API, URL or NAME=URL; may be repeated. Default: a development model. Its key: ${KeyVariable}, or " +
            $"${KeyVariable}_NAME (capitals; . and - become _). Example: --upstream https://api.openai.com/v1 --upstream anthropic=https://api.anthropic.com/v1",
    };

    private readonly Option<string[]> _routes = new("--route")
    {
        Description = "What goes where, SURFACES[:MODELS]=NAME; the first that fits counts, and what fits none is refused. Examples: " +
            "'anthropic.*=anthropic', 'openai.chat_completions:llama*=local', '*=default'. Default with an upstream named anthropic: " +
            "anthropic.* goes there, the rest to the other one.",
    };

    private readonly Option<string[]> _keyFiles = new("--upstream-key-file")
    {
        Description = "The file with an upstream's key, NAME=PATH; read again when it changes. The name of an --upstream without one is default.",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _upstreams, _routes, _keyFiles })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads the options, and the keys from the environment.</summary>
    /// <exception cref="UserErrorException">Something is wrong with them. Names no value that may hold a secret.</exception>
    public (IReadOnlyDictionary<string, UpstreamOptions> Upstreams, IReadOnlyList<RouteOptions> Routes) Read(
        ParseResult parsed, Func<string, string?> environment)
    {
        var upstreams = new Dictionary<string, UpstreamOptions>(StringComparer.Ordinal);
        foreach (var text in parsed.GetValue(_upstreams) ?? [])
        {
            AddUpstream(upstreams, text);
        }

        AddKeys(upstreams, parsed.GetValue(_keyFiles) ?? [], environment);
        List<RouteOptions> routes = [.. (parsed.GetValue(_routes) ?? []).Select(text => ReadRoute(text, upstreams))];
        return (upstreams, routes.Count > 0 || upstreams.Count < 2 ? routes : DefaultRoutes(upstreams));
    }

    private static void AddUpstream(Dictionary<string, UpstreamOptions> upstreams, string text)
    {
        // A URL has a colon before any equals sign, and a name has none.
        var split = text.IndexOfAny([':', '=']) is var at && at > 0 && text[at] == '=' ? at : -1;
        var name = split < 0 ? UpstreamOptions.DefaultName : text[..split];
        if (!UpstreamOptions.IsName(name))
        {
            throw new UserErrorException("A name in --upstream must match [a-z0-9][a-z0-9.-]{0,63}.");
        }

        var upstream = new UpstreamOptions
        {
            Address = HttpAddress.Parse(text[(split + 1)..], "--upstream").AbsoluteUri,
            ApiKeyHeader = name switch { Anthropic => "x-api-key", Azure => "api-key", _ => "by-api" },
        };
        if (!upstreams.TryAdd(name, upstream))
        {
            throw new UserErrorException($"--upstream names {name} twice.");
        }
    }

    private static void AddKeys(Dictionary<string, UpstreamOptions> upstreams, string[] files, Func<string, string?> environment)
    {
        foreach (var text in files)
        {
            var split = text.IndexOf('=', StringComparison.Ordinal);
            var upstream = split > 0 && split < text.Length - 1 ? upstreams.GetValueOrDefault(text[..split]) : null;
            if (upstream is null)
            {
                throw new UserErrorException("--upstream-key-file takes NAME=PATH, with the name of an --upstream.");
            }

            if (upstream.ApiKeyFile is not null)
            {
                throw new UserErrorException($"--upstream-key-file names {text[..split]} twice.");
            }

            upstream.ApiKeyFile = text[(split + 1)..];
        }

        foreach (var (name, upstream) in upstreams)
        {
            var variable = VariableOf(name);
            if (upstreams.Keys.Count(other => VariableOf(other) == variable) > 1)
            {
                throw new UserErrorException($"Two upstreams would take their key from ${variable}: name one of them otherwise.");
            }

            if (environment(variable) is { Length: > 0 } key)
            {
                upstream.ApiKey = upstream.ApiKeyFile is null
                    ? key
                    : throw new UserErrorException($"The key of {name} stands in ${variable} and in a file: give one of them.");
            }
        }
    }

    private static string VariableOf(string name) => name == UpstreamOptions.DefaultName
        ? KeyVariable
        : $"{KeyVariable}_{name.Replace('.', '_').Replace('-', '_').ToUpperInvariant()}";

    private static RouteOptions ReadRoute(string text, Dictionary<string, UpstreamOptions> upstreams)
    {
        var end = text.LastIndexOf('=');
        if (end <= 0 || !upstreams.ContainsKey(text[(end + 1)..]))
        {
            throw new UserErrorException("--route takes SURFACES[:MODELS]=NAME, with the name of an --upstream.");
        }

        // Models may hold colons, surfaces don't.
        var patterns = text[..end].Split(':', 2);
        if (!patterns.All(RouteOptions.IsPattern))
        {
            throw new UserErrorException("A pattern in --route is visible ASCII, with * at its end alone.");
        }

        var route = new RouteOptions { Upstream = text[(end + 1)..] };
        route.Surfaces.Add(patterns[0]);
        foreach (var models in patterns.Skip(1))
        {
            route.Models.Add(models);
        }

        return route;
    }

    private static List<RouteOptions> DefaultRoutes(Dictionary<string, UpstreamOptions> upstreams)
    {
        if (upstreams.Count > 2 || !upstreams.ContainsKey(Anthropic))
        {
            throw new UserErrorException("With several upstreams --route must say what goes where: nothing is guessed.");
        }

        return
        [
            new RouteOptions { Upstream = Anthropic, Surfaces = { $"{Anthropic}.*" } },
            new RouteOptions { Upstream = upstreams.Keys.Single(name => name != Anthropic) },
        ];
    }
}
