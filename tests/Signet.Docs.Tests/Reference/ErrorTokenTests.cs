using System.Text.RegularExpressions;
using Signet.Testing;

namespace Signet.Docs.Tests.Reference;

/// <summary>Every token by which the gateway can refuse stands in the description of its API.</summary>
public sealed partial class ErrorTokenTests
{
    [Fact]
    public void Tokens_OfTheGateway_AreDescribed()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "api.md"));
        var tokens = Tokens();

        // The forms in which the code names them are still the ones that are read here.
        Assert.True(tokens.Count >= 50);
        Assert.Superset(new HashSet<string> { "no_route", "duplicate_key", "upstream_timeout", "tool_use_invalid", "stream_not_supported", "unexpected_body" }, tokens);
        Assert.DoesNotContain(tokens, token => !page.Contains($"`{token}`", StringComparison.Ordinal));
    }

    private static HashSet<string> Tokens()
    {
        var folder = Repository.PathOf("services", "gateway", "Signet.Gateway");
        return [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).StartsWith("obj", StringComparison.Ordinal))
            .SelectMany(path =>
            {
                var code = File.ReadAllText(path);
                return Refusal().Matches(code)
                    .Concat(path.EndsWith("UpstreamFault.cs", StringComparison.Ordinal) ? Fault().Matches(code) : [])
                    .Concat(path.Contains("Surfaces", StringComparison.Ordinal) ? Reading().Matches(code) : []);
            })
            .Select(match => match.Groups["token"].Value)];
    }

    [GeneratedRegex(@"(PreflightRefusal\(|JsonAnswer\.Error\([^;""]*)""(?<token>[a-z_]+)""")]
    private static partial Regex Refusal();

    [GeneratedRegex(@"new\(""(?<token>[a-z_]+)""")]
    private static partial Regex Fault();

    // How a surface says why it can't read a request.
    [GeneratedRegex(@"(return |error = [^;]*?|\? |=> )""(?<token>[a-z]+(_[a-z]+)+)""(;|,| : null)")]
    private static partial Regex Reading();
}
