using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Signet.Gateway.Tests;

public sealed class GatewayOptionsTests
{
    [Theory]
    [InlineData("https://api.example/v1", true)]
    [InlineData("http://localhost:8080/base/v1/", true)]
    [InlineData("https://user:secret@api.example/v1", false)]
    [InlineData("https://api.example/v1?x=1", false)]
    [InlineData("https://api.example/v1#x", false)]
    [InlineData("ftp://api.example/v1", false)]
    public void Validate_Upstream_MustBePlain(string upstream, bool valid)
    {
        var result = new GatewayOptionsValidator().Validate(
            null, new GatewayOptions { LogId = "log", ProducerId = "gateway", Upstream = new Uri(upstream) });

        Assert.Equal(valid, result.Succeeded);
        Assert.DoesNotContain("secret", result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Defaults_NameEveryFault()
    {
        var result = new GatewayOptionsValidator().Validate(null, new GatewayOptions());

        Assert.Equal(3, result.Failures!.Count());
    }

    [Fact]
    public void Validate_ManyFaults_NamesAllAndNoSecret()
    {
        const string Secret = "se cret";
        var options = Valid();
        options.Upstreams.Add("Upper", new UpstreamOptions());
        options.Upstreams.Add("default", new UpstreamOptions
        {
            Address = $"https://user:{Secret}@api.example/v1",
            ApiKey = Secret,
            ApiKeyFile = "/nowhere/key",
            ApiKeySecret = new ApiKeySecretOptions { Store = "a/b", Name = "n" },
            ApiKeyHeader = "cookie",
            CallerKey = "forward",
            Label = "two words",
            MaxConnectionsPerServer = 0,
        });
        options.Routes.Add(new RouteOptions { Upstream = "nobody", Surfaces = { "a*b" }, ApiKey = Secret });

        var faults = Validate(options).Failures!.ToList();

        Assert.Equal(
            [
                "Upstream is short for Upstreams:default: give one of them.",
                "A name in Upstreams must match [a-z0-9][a-z0-9.-]{0,63}.",
                "Upstreams:default:Address must be an absolute http or https address without user information, query or fragment.",
                "Upstreams:default:Label must be 1 to 64 visible ASCII characters.",
                "Upstreams:default:ApiKeyHeader must be by-api, bearer, x-api-key or api-key.",
                "Upstreams:default:CallerKey can't be forward where there is a key: the gateway's is the one that goes upstream.",
                "Upstreams:default:MaxConnectionsPerServer must lie between 1 and 65,536.",
                "Upstreams:default: give one of ApiKey, ApiKeyFile and ApiKeySecret.",
                "Upstreams:default:ApiKey must be visible ASCII.",
                "Upstreams:default:ApiKeyFile: The key file '/nowhere/key' does not exist.",
                "Upstreams:default:ApiKeySecret must name a store and a secret in A-Z a-z 0-9 - . _.",
                "Upstreams:default:ApiKeySecret needs a host that reads secrets.",
                "Routes:0: a pattern is visible ASCII, with * at its end alone.",
                "Routes:0:Upstream must name an upstream.",
                "Routes:0:ApiKey must be visible ASCII.",
            ],
            faults);
        Assert.DoesNotContain(faults, fault => fault.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_SeveralUpstreamsWithoutRoutes_IsAFault()
    {
        var options = Valid();
        options.Upstreams.Add("other", new UpstreamOptions { Address = "https://other.example/v1" });

        Assert.Equal("With several upstreams there must be Routes: nothing is guessed.", Assert.Single(Validate(options).Failures!));
        options.Routes.Add(new RouteOptions { Upstream = "other" });
        Assert.True(Validate(options).Succeeded);
    }

    [Fact]
    public void Validate_NamedUpstreamsAlone_NeedNoDefault()
    {
        var options = new GatewayOptions { LogId = "log", ProducerId = "gateway" };
        options.Upstreams.Add("only", new UpstreamOptions { Address = "https://other.example/v1" });

        Assert.True(Validate(options).Succeeded);
        options.UpstreamApiKey = "key";
        Assert.False(Validate(options).Succeeded);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("0.a-b", true)]
    [InlineData("-a", false)]
    [InlineData(".a", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("", false)]
    [InlineData("\u00e4", false)]
    public void IsName_Upstream_IsOfItsAlphabet(string name, bool valid) => Assert.Equal(valid, UpstreamOptions.IsName(name));

    [Fact]
    public void IsName_Length_IsAtMost64()
    {
        Assert.True(UpstreamOptions.IsName(new string('a', 64)));
        Assert.False(UpstreamOptions.IsName(new string('a', 65)));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("claude-*", true)]
    [InlineData("gpt:4/x", true)]
    [InlineData("**", false)]
    [InlineData("*a", false)]
    [InlineData("a b", false)]
    [InlineData("", false)]
    public void IsPattern_Star_StandsAtTheEndAlone(string pattern, bool valid) => Assert.Equal(valid, RouteOptions.IsPattern(pattern));

    [Fact]
    public void Bind_AddressOfNoForm_IsNotRepeated()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Gateway:Upstream"] = "https://user:hunter2@api.example:999999/v1" }).Build();
        using var services = new ServiceCollection().AddGateway(configuration.GetSection("Gateway")).BuildServiceProvider();

        var fault = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<IOptions<GatewayOptions>>().Value);

        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_Section_ReadsUpstreamsAndRoutes()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Upstreams:anthropic:Address"] = "https://api.anthropic.com/v1",
            ["Gateway:Upstreams:anthropic:ApiKeyHeader"] = "x-api-key",
            ["Gateway:Upstreams:anthropic:ApiKeySecret:Store"] = "kubernetes",
            ["Gateway:Routes:0:Surfaces:0"] = "anthropic.*",
            ["Gateway:Routes:0:Models:0"] = "claude-*",
            ["Gateway:Routes:0:Upstream"] = "anthropic",
        }).Build();
        var options = new GatewayOptions();

        configuration.GetSection("Gateway").Bind(options);

        Assert.Equal(
            ("https://api.anthropic.com/v1", "x-api-key", "kubernetes"),
            (options.Upstreams["anthropic"].Address, options.Upstreams["anthropic"].ApiKeyHeader, options.Upstreams["anthropic"].ApiKeySecret!.Store));
        Assert.Equal(("anthropic.*", "claude-*", "anthropic"), (options.Routes[0].Surfaces[0], options.Routes[0].Models[0], options.Routes[0].Upstream));
    }

    private static GatewayOptions Valid() => new() { LogId = "log", ProducerId = "gateway", Upstream = new Uri("https://api.example/v1") };

    private static ValidateOptionsResult Validate(GatewayOptions options) => new GatewayOptionsValidator().Validate(null, options);
}
