using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Forwarding;

/// <summary>Two upstreams on real sockets: which got what, with which header fields.</summary>
public sealed class UpstreamRoutingTests : IAsyncLifetime
{
    private static readonly string[] Credentials = ["Authorization", "x-api-key", "api-key"];

    private FakeLlm _other = null!;

    public async ValueTask InitializeAsync() => _other = await FakeLlm.StartAsync();

    public ValueTask DisposeAsync() => _other.DisposeAsync();

    [Fact]
    public async Task Post_TwoUpstreams_EachGetsItsModelsWithItsKey()
    {
        await using var host = await StartAsync(options =>
        {
            options.Upstreams["other"].ApiKey = "other-key";
            options.Upstreams["other"].ApiKeyHeader = "x-api-key";
            options.UpstreamApiKey = "default-key";
            AddRoute(options, "other", models: "claude-*");
            AddRoute(options, "default", surfaces: "openai.*");
        });

        using var claude = await host.PostAsync(Chat("claude-3"), WithCallersKeys);
        using var gpt = await host.PostAsync(Chat("gpt-4"), WithCallersKeys);

        AssertCredentials(Assert.Single(_other.Calls), ("x-api-key", "other-key"));
        AssertCredentials(Assert.Single(host.Llm.Calls), ("Authorization", "Bearer default-key"));
        Assert.Equal("second", claude.Headers.GetValues("X-Signet-Upstream").Single());
        Assert.Equal("fake", gpt.Headers.GetValues("X-Signet-Upstream").Single());
        Assert.Equal(["other", "default"], host.Transport.Decisions.Where(value => value.Phase == EventPhase.Admitted)
            .Select(value => value.Metadata.Single(item => item.Name == "upstream").Value));
        var recorded = string.Concat(host.Transport.Arrived.Select(System.Text.Encoding.UTF8.GetString));
        Assert.DoesNotContain("other-key", recorded, StringComparison.Ordinal);
        Assert.DoesNotContain("caller-", recorded, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bearer", "Authorization", "Bearer caller-bearer")]
    [InlineData("x-api-key", "x-api-key", "caller-anthropic")]
    [InlineData("api-key", "api-key", "caller-azure")]
    public async Task Post_NoKey_PassesTheCallersOfThatKindAlone(string kind, string header, string value)
    {
        await using var host = await StartAsync(options =>
        {
            options.Upstreams["other"].ApiKeyHeader = kind;
            AddRoute(options, "other");
        });

        using var response = await host.PostAsync(Chat("m"), WithCallersKeys);

        AssertCredentials(Assert.Single(_other.Calls), (header, value));
    }

    [Fact]
    public async Task Post_NoKeyAndDrop_PassesNone()
    {
        await using var host = await StartAsync(options =>
        {
            options.Upstreams["other"].CallerKey = "drop";
            AddRoute(options, "other");
        });

        using var response = await host.PostAsync(Chat("m"), WithCallersKeys);

        AssertCredentials(Assert.Single(_other.Calls));
    }

    [Fact]
    public async Task Post_RouteWithItsOwnKey_SendsThatOne()
    {
        await using var host = await StartAsync(options =>
        {
            options.Upstreams["other"].ApiKey = "account-a";
            AddRoute(options, "other", models: "b-*");
            options.Routes[0].ApiKey = "account-b";
            AddRoute(options, "other");
        });

        using var first = await host.PostAsync(Chat("b-1"));
        using var second = await host.PostAsync(Chat("a-1"));

        Assert.Equal(["Bearer account-b", "Bearer account-a"], _other.Calls.Select(call => call.Headers["Authorization"]));
    }

    [Fact]
    public async Task Post_NoRoute_IsRecordedAndRefused()
    {
        await using var host = await StartAsync(options => AddRoute(options, "other", models: "claude-*"));

        using var response = await host.PostAsync(Chat("gpt-4"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.False(response.Headers.Contains("X-Signet-Upstream"));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("no_route", body.RootElement.GetProperty("error").GetString());
        var refused = Assert.Single(host.Transport.Decisions);
        Assert.Equal((EventPhase.Refused, EventStage.Preflight, "no_route"), (refused.Phase, refused.Details!.Stage, refused.Details.Reason));
        Assert.Equal("gpt-4", refused.Details.Request.Model);
        Assert.Empty(_other.Calls);
        Assert.Empty(host.Llm.Calls);
    }

    [Fact]
    public async Task Get_ModelsWithRoutesOfModels_HasNoRoute()
    {
        await using var host = await StartAsync(options => AddRoute(options, "other", models: "*"));

        using var response = await host.Client.GetAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Post_KeyFromAStore_IsSentAndReadOnce()
    {
        var secrets = new FakeSecrets { Answer = _ => Task.FromResult("stored-key") };
        await using var host = await StartAsync(WithSecret, secrets);

        using var first = await host.PostAsync(Chat("m"), WithCallersKeys);
        using var second = await host.PostAsync(Chat("m"), WithCallersKeys);

        Assert.All(_other.Calls, call => AssertCredentials(call, ("Authorization", "Bearer stored-key")));
        Assert.Equal(new SecretReference("kubernetes", "llm", "key"), Assert.Single(secrets.Asked));
    }

    [Fact]
    public async Task Post_KeyThatCantBeRead_IsRecordedAndNothingIsSent()
    {
        await using var host = await StartAsync(WithSecret, new FakeSecrets());

        using var response = await host.PostAsync(Chat("m"), WithCallersKeys);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(
            [(EventPhase.Admitted, ""), (EventPhase.Aborted, "upstream_key_unavailable")],
            host.Transport.Decisions.Select(value => (value.Phase, value.Details!.Reason)));
        Assert.Empty(_other.Calls);
        Assert.Empty(host.Llm.Calls);
    }

    [Fact]
    public async Task Post_HeaderFields_CrossByTheListsAlone()
    {
        await using var host = await StartAsync(options => AddRoute(options, "other"));
        string[] passed = ["OpenAI-Beta", "OpenAI-Organization", "OpenAI-Project", "anthropic-version", "anthropic-beta", "Idempotency-Key"];
        string[] stopped = ["anthropic-dangerous-direct-browser-access", "x-stainless-lang", "Cookie", "X-Forwarded-For", "traceparent", "Proxy-Authorization"];
        string[] returned =
        [
            "Retry-After", "retry-after-ms", "x-should-retry", "x-request-id", "request-id", "anthropic-ratelimit-requests-limit",
            "x-ratelimit-remaining-tokens", "openai-processing-ms",
        ];
        string[] kept = ["anthropic-organization-id", "openai-organization", "openai-project", "Set-Cookie", "Server", "Location", "cf-ray"];
        _other.Answer = context =>
        {
            foreach (var name in returned.Concat(kept))
            {
                context.Response.Headers[name] = "1";
            }

            context.Response.Headers["x-ratelimit-long"] = new string('x', 2_000);
            return FakeLlm.RespondAsync(context, 429, "application/json", """{"error":{"message":"slow down"}}""");
        };

        using var response = await host.PostAsync(Chat("m"), request =>
        {
            foreach (var name in passed.Concat(stopped))
            {
                request.Headers.TryAddWithoutValidation(name, "1");
            }
        });

        var call = Assert.Single(_other.Calls);
        Assert.All(passed, name => Assert.Equal("1", call.Headers[name]));
        Assert.All(stopped, name => Assert.False(call.Headers.ContainsKey(name), name));
        Assert.All(returned, name => Assert.Equal("1", response.Headers.GetValues(name).Single()));
        Assert.All(kept, name => Assert.False(response.Headers.NonValidated.Contains(name), name));
        Assert.False(response.Headers.Contains("x-ratelimit-long"));
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
    }

    [Fact]
    public async Task Post_Redirect_IsNotFollowedWithTheKey()
    {
        await using var host = await StartAsync(options =>
        {
            options.UpstreamApiKey = "default-key";
            AddRoute(options, "default");
        });
        host.Llm.Answer = context =>
        {
            context.Response.Headers.Location = _other.BaseAddress + "/chat/completions";
            context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            return Task.CompletedTask;
        };

        using var response = await host.PostAsync(Chat("m"));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Single(host.Llm.Calls);
        Assert.Empty(_other.Calls);
    }

    private Task<GatewayHost> StartAsync(Action<GatewayOptions> configure, ISecretSource? secrets = null) => GatewayHost.StartAsync(
        [new MarkerCheck()],
        options =>
        {
            options.Upstreams.Add("other", new UpstreamOptions { Address = _other.BaseAddress.AbsoluteUri, Label = "second" });
            configure(options);
        },
        secrets);

    private static void WithSecret(GatewayOptions options)
    {
        options.Upstreams["other"].ApiKeySecret = new ApiKeySecretOptions { Store = "kubernetes", Name = "llm", Key = "key" };
        AddRoute(options, "other");
    }

    private static void AddRoute(GatewayOptions options, string upstream, string? surfaces = null, string? models = null)
    {
        var route = new RouteOptions { Upstream = upstream };
        if (surfaces is not null)
        {
            route.Surfaces.Add(surfaces);
        }

        if (models is not null)
        {
            route.Models.Add(models);
        }

        options.Routes.Add(route);
    }

    private static void WithCallersKeys(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer caller-bearer");
        request.Headers.TryAddWithoutValidation("x-api-key", "caller-anthropic");
        request.Headers.TryAddWithoutValidation("api-key", "caller-azure");
    }

    private static void AssertCredentials(UpstreamCall call, params (string Name, string Value)[] expected) => Assert.Equal(
        expected,
        Credentials.Where(call.Headers.ContainsKey).Select(name => (name, call.Headers[name])));

    private static string Chat(string model) => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hi"}]}""";
}
