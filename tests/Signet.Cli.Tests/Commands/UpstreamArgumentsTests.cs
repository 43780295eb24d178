using System.CommandLine;
using Signet.Cli.Commands;
using Signet.Gateway;

namespace Signet.Cli.Tests.Commands;

public sealed class UpstreamArgumentsTests
{
    private readonly Dictionary<string, string> _environment = [];

    [Fact]
    public void Read_Nothing_IsTheDevelopmentModel()
    {
        _environment["SIGNET_UPSTREAM_API_KEY"] = "unused";

        var (upstreams, routes) = Read();

        Assert.Empty(upstreams);
        Assert.Empty(routes);
    }

    [Fact]
    public void Read_OneUrl_IsDefaultWithItsKey()
    {
        _environment["SIGNET_UPSTREAM_API_KEY"] = "k";

        var (upstreams, routes) = Read("--upstream", "https://api.example/v1");

        var (name, upstream) = Assert.Single(upstreams);
        Assert.Equal(("default", "https://api.example/v1", "k", "by-api"), (name, upstream.Address, upstream.ApiKey, upstream.ApiKeyHeader));
        Assert.Empty(routes);
    }

    [Fact]
    public void Read_Anthropic_TakesItsSurfacesAndTheOtherTheRest()
    {
        _environment["SIGNET_UPSTREAM_API_KEY_ANTHROPIC"] = "a";

        var (upstreams, routes) = Read("--upstream", "https://api.example/v1", "--upstream", "anthropic=https://api.anthropic.com/v1");

        Assert.Equal(("x-api-key", "a"), (upstreams["anthropic"].ApiKeyHeader, upstreams["anthropic"].ApiKey));
        Assert.Null(upstreams["default"].ApiKey);
        Assert.Equal(["anthropic.* > anthropic", " > default"], routes.Select(Show));
    }

    [Fact]
    public void Read_Routes_KeepTheirOrderAndColons()
    {
        var (_, routes) = Read(
            "--upstream", "a=http://a.example", "--upstream", "b.c=http://b.example",
            "--route", "openai.*:llama3:8b=a", "--route", "*:m=x=b.c", "--route", "*=a");

        Assert.Equal(["openai.*:llama3:8b > a", "*:m=x > b.c", "* > a"], routes.Select(Show));
    }

    [Fact]
    public void Read_KeyFile_IsTheUpstreams()
    {
        var (upstreams, _) = Read("--upstream", "b.c=http://b.example", "--upstream-key-file", "b.c=/run/key=1");

        Assert.Equal("/run/key=1", upstreams["b.c"].ApiKeyFile);
    }

    [Fact]
    public void Read_KeyInFileAndEnvironment_IsAnErrorThatDoesntTellIt()
    {
        _environment["SIGNET_UPSTREAM_API_KEY_B_C"] = "hunter2";

        var fault = Assert.Throws<UserErrorException>(() => Read("--upstream", "b.c=http://b.example", "--upstream-key-file", "b.c=key"));

        Assert.Contains("$SIGNET_UPSTREAM_API_KEY_B_C", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }

    private (IReadOnlyDictionary<string, UpstreamOptions> Upstreams, IReadOnlyList<RouteOptions> Routes) Read(params string[] arguments)
    {
        var sut = new UpstreamArguments();
        var command = new Command("up");
        sut.AddTo(command);
        return sut.Read(command.Parse(arguments), name => _environment.GetValueOrDefault(name));
    }

    private static string Show(RouteOptions route) =>
        string.Join(',', route.Surfaces) + string.Concat(route.Models.Select(model => ":" + model)) + " > " + route.Upstream;
}
