using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Dapr.Client;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Dapr;

/// <summary>The stand-in itself: the unmodified Dapr SDK works with it, and an app's answers mean what they mean to daprd.</summary>
public sealed class SidecarContractTests(SidecarFixture fixture) : IClassFixture<SidecarFixture>
{
    private readonly string _topic = "t-" + Guid.NewGuid().ToString("N");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sdk_PublishesInvokesAndAsksForHealth()
    {
        await using var app = await SubscribingApp.StartAsync(_topic, isBulk: false, (_, _) => (HttpStatusCode.OK, ""), Token);
        await using var sidecar = await fixture.StartAsync(_topic, app, Token);
        using var client = new DaprClientBuilder()
            .UseGrpcEndpoint($"http://127.0.0.1:{sidecar.GrpcPort}").UseHttpEndpoint($"http://127.0.0.1:{sidecar.HttpPort}")
            .UseDaprApiToken(DaprUnderTest.ApiToken).Build();

        Assert.True(await client.CheckHealthAsync(Token));
        await client.PublishByteEventAsync("auditbus", _topic, "octets"u8.ToArray(), "application/octet-stream", [], Token);
        await client.PublishEventAsync("auditbus", _topic, new { b = 1, a = "<>" }, Token);
        var bulk = await client.BulkPublishEventAsync("auditbus", _topic, ["one", "two"], [], Token);
        Assert.Empty(bulk.FailedEntries);
        using var invoke = DaprClient.CreateInvokeHttpClient("app", $"http://127.0.0.1:{sidecar.HttpPort}", DaprUnderTest.ApiToken);
        using var echo = await invoke.PostAsync(new Uri("/echo", UriKind.Relative), new StringContent("hello"), Token);
        Assert.Equal("hello", await echo.Content.ReadAsStringAsync(Token));

        while (app.Bodies.Count < 4)
        {
            await Task.Delay(20, Token);
        }

        Assert.Contains(app.Bodies, body => (string?)body["data_base64"] == Convert.ToBase64String(Encoding.ASCII.GetBytes("octets")));
        Assert.All(app.Bodies, body => Assert.Equal("1.0", (string?)body["specversion"]));
        await Assert.ThrowsAsync<global::Dapr.DaprException>(() => client.PublishEventAsync("another", _topic, "data", Token));
    }

    /// <summary>What an app says to one delivery, and how often it is delivered when it says so the first time and SUCCESS afterwards.</summary>
    [Theory]
    [InlineData(false, 200, "", 1)]
    [InlineData(false, 200, "no json", 1)]
    [InlineData(false, 200, "{\"status\":\"SUCCESS\"}", 1)]
    [InlineData(false, 200, "{\"status\":\"DROP\"}", 1)]
    [InlineData(false, 200, "{\"status\":\"RETRY\"}", 2)]
    [InlineData(false, 200, "{\"status\":\"other\"}", 2)]
    [InlineData(false, 404, "", 1)]
    [InlineData(false, 401, "", 2)]
    [InlineData(false, 503, "", 2)]
    [InlineData(true, 200, "", 2)]
    [InlineData(true, 200, "no json", 2)]
    [InlineData(true, 200, "{}", 2)]
    [InlineData(true, 200, "{\"statuses\":[{\"entryId\":\"ID\",\"status\":\"SUCCESS\"}]}", 1)]
    [InlineData(true, 200, "{\"statuses\":[{\"entryId\":\"ID\",\"status\":\"DROP\"}]}", 1)]
    [InlineData(true, 200, "{\"statuses\":[{\"entryId\":\"ID\",\"status\":\"RETRY\"}]}", 2)]
    [InlineData(true, 200, "{\"statuses\":[{\"entryId\":\"another\",\"status\":\"SUCCESS\"}]}", 2)]
    [InlineData(true, 404, "", 1)]
    [InlineData(true, 503, "", 2)]
    public async Task Delivery_ByWhatTheAppAnswers_IsDoneOrComesAgain(bool isBulk, int status, string answer, int deliveries)
    {
        await using var app = await SubscribingApp.StartAsync(
            _topic,
            isBulk,
            (count, body) => count == 1 ? ((HttpStatusCode)status, answer.Replace("ID", IdIn(body), StringComparison.Ordinal)) : (HttpStatusCode.OK, Success(body)),
            Token);
        await using var sidecar = await fixture.StartAsync(_topic, app, Token, ("RetriesForEver", "true"));
        await PublishAsync(sidecar);

        while (await sidecar.CountAsync("acknowledged", Token) == 0)
        {
            await Task.Delay(20, Token);
        }

        Assert.Equal(deliveries, app.Bodies.Count);
    }

    /// <summary>Refused once: what becomes of a message by the component's rule, without a retry policy.</summary>
    [Theory]
    [InlineData("Redis", 1, 1)]
    [InlineData("JetStream", 2, 0)]
    [InlineData("Kafka", 2, 0)]
    public async Task Refusal_WithoutAPolicy_IsLostOnRedisAlone(string profile, int deliveries, int lost)
    {
        await using var app = await SubscribingApp.StartAsync(
            _topic, isBulk: true, (count, body) => (count == 1 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK, Success(body)), Token);
        await using var sidecar = await fixture.StartAsync(_topic, app, Token, ("Profile", profile), ("ProcessingTimeoutMilliseconds", profile == "JetStream" ? "200" : "600000"));
        await PublishAsync(sidecar);

        while (await sidecar.CountAsync("acknowledged", Token) == 0)
        {
            await Task.Delay(20, Token);
        }

        // What is not acknowledged soon comes again, also while it is being handled.
        Assert.InRange(app.Bodies.Count, deliveries, profile == "JetStream" ? int.MaxValue : deliveries);
        Assert.Equal(lost, await sidecar.CountAsync("lost", Token));
    }

    [Fact]
    public async Task Health_WhileTheAppIsUnhealthy_TheBrokerKeepsTheMessage()
    {
        await using var app = await SubscribingApp.StartAsync(_topic, isBulk: true, (_, body) => (HttpStatusCode.OK, Success(body)), Token);
        app.IsHealthy = false;
        await using var sidecar = await fixture.StartAsync(_topic, app, Token, ("HealthMilliseconds", "20"));
        await PublishAsync(sidecar);
        while (app.Probes < 5)
        {
            await Task.Delay(20, Token);
        }

        Assert.Empty(app.Bodies);
        app.IsHealthy = true;
        while (await sidecar.CountAsync("acknowledged", Token) == 0)
        {
            await Task.Delay(20, Token);
        }

        Assert.Equal((1, 0), (app.Bodies.Count, (int)await sidecar.CountAsync("lost", Token)));
    }

    private static string IdIn(JsonNode body) => (string?)body["entries"]?[0]?["entryId"] ?? "";

    private static string Success(JsonNode body) => $$"""{"status":"SUCCESS","statuses":[{"entryId":"{{IdIn(body)}}","status":"SUCCESS"}]}""";

    private async Task PublishAsync(SidecarProcess sidecar)
    {
        using var client = new DaprClientBuilder().UseGrpcEndpoint($"http://127.0.0.1:{sidecar.GrpcPort}").UseDaprApiToken(DaprUnderTest.ApiToken).Build();
        await client.PublishByteEventAsync("auditbus", _topic, "octets"u8.ToArray(), "application/octet-stream", [], Token);
    }
}
