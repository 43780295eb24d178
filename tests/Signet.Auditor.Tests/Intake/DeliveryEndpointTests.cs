using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Intake;

/// <summary>The intake as a Dapr sidecar sees it: every row of its reply table, over a real socket.</summary>
public sealed class DeliveryEndpointTests : IAsyncLifetime
{
    private const string ApiToken = "0123456789abcdef";

    private readonly MemoryStore _store = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", TimeProvider.System.GetUtcNow());
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<SignetMetrics>();
        builder.Services.AddSingleton<ISegmentStore>(_store);
        builder.Services.AddSingleton<IDerivedStore>(_store);
        var given = TestAuditor.Options(token: ApiToken);
        builder.Services.AddAuditor(new AuditorOptions
        {
            LogId = given.LogId,
            WriterId = given.WriterId,
            ChainKeyId = given.ChainKeyId,
            ChainRootSecret = given.ChainRootSecret,
            CheckpointSeed = given.CheckpointSeed,
            CommitToken = ApiToken,
            Settings = given.Settings,
            Subscription = new DaprSubscriptionOptions(),
        });
        _app = builder.Build();
        _app.MapAuditor().MapCommits();
        await _app.StartAsync(Token);
        await _app.Services.GetRequiredService<IProducerEnrolment>()
            .EnrolAsync(new ProducerEnrolment(_events.Producer, _events.KeyId, _events.Alg, _events.PublicKey, "test"), Token);
        _client.BaseAddress = new Uri(_app.Urls.Single());
        _client.DefaultRequestHeaders.Add("dapr-api-token", ApiToken);
    }

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Bulk_Events_AreEachAnsweredAndRecordedOnce()
    {
        var first = EventOf(_events.Wire(0));
        var body = BulkOf(("a", first), ("b", EventOf(_events.Wire(1))), ("c", first));

        Assert.Equal([("a", "SUCCESS"), ("b", "SUCCESS"), ("c", "SUCCESS")], Statuses(await PostAsync(body)));
        Assert.Equal([("a", "SUCCESS"), ("b", "SUCCESS"), ("c", "SUCCESS")], Statuses(await PostAsync(body)));
        Assert.Equal(2, (await BodiesAsync<CommitBody>()).Count);
        Assert.Empty(await BodiesAsync<QuarantineBody>());
    }

    [Fact]
    public async Task Bulk_WhatCanNeverBeAnEvent_IsQuarantinedAndASuccess()
    {
        using var stranger = new TestEvents(TestAuditor.LogId, "gateway.9", TimeProvider.System.GetUtcNow());
        var body = BulkOf(
            ("good", EventOf(_events.Wire(0))),
            ("json", """{"id":"1","data":{"event":1}}"""),
            ("no base64", """{"id":"1","data_base64":"%%%"}"""),
            ("number", """{"id":"1","data_base64":7}"""),
            ("text", "\"text\""),
            ("null", "null"),
            ("empty", """{"data_base64":""}"""),
            ("stranger", EventOf(stranger.Wire(0))),
            ("large", EventOf(new byte[70_000])),
            ("huge", EventOf(new byte[1_000_000])),
            ("last", EventOf(_events.Wire(1))));

        Assert.All(Statuses(await PostAsync(body)), status => Assert.Equal("SUCCESS", status.Status));
        Assert.Equal(2, (await BodiesAsync<CommitBody>()).Count);
        Assert.Equal(
            [.. Enumerable.Repeat(QuarantineReason.Undecodable, 6), QuarantineReason.UnknownKey, QuarantineReason.TooLarge, QuarantineReason.TooLarge],
            (await BodiesAsync<QuarantineBody>()).Select(quarantined => quarantined.Why));

        // Delivered again under new entry ids, what is no event is known by its digest.
        await PostAsync(body.Replace("entryId\":\"json", "entryId\":\"other", StringComparison.Ordinal));
        Assert.Equal(9, (await BodiesAsync<QuarantineBody>()).Count);
    }

    [Fact]
    public async Task Single_Event_IsRecorded()
    {
        var answer = await PostAsync(EventOf(_events.Wire(0)), "application/cloudevents+json");

        Assert.Equal("SUCCESS", (string?)answer["status"]);
        Assert.Single(await BodiesAsync<CommitBody>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"entries\":[]}")]
    [InlineData("{\"entries\":[1,2]}")]
    [InlineData("{\"data_base64\":\"\\ud800\"}")]
    public async Task Single_AnythingElse_IsQuarantinedAndASuccess(string body)
    {
        var answer = await PostAsync(body);

        Assert.Equal("SUCCESS", (string?)answer["status"]);
        Assert.Equal(QuarantineReason.Undecodable, Assert.Single(await BodiesAsync<QuarantineBody>()).Why);
    }

    [Fact]
    public async Task Single_LargerThanAnyEvent_IsQuarantinedByItsDigest()
    {
        var body = EventOf(new byte[40 << 20]);

        Assert.Equal("SUCCESS", (string?)(await PostAsync(body))["status"]);
        var quarantined = Assert.Single(await BodiesAsync<QuarantineBody>());
        Assert.Equal((QuarantineReason.TooLarge, (long)body.Length, Digest.Of(Encoding.UTF8.GetBytes(body))), (quarantined.Why, quarantined.Bytes, quarantined.Sha256));
    }

    [Fact]
    public async Task Bulk_LargerThanIsTaken_IsTakenInBites()
    {
        var left = Enumerable.Range(0, 1_500).Select(i => ($"e{i}", EventOf(_events.Wire(i)))).ToArray();
        var rounds = 0;
        for (; left.Length > 0; rounds++)
        {
            var answer = await PostAsync(BulkOf(left));
            var done = Statuses(answer).Where(status => status.Status == "SUCCESS").Select(status => status.Id).ToHashSet();
            Assert.Equal(done.Count == left.Length ? "SUCCESS" : "RETRY", (string?)answer["status"]);
            Assert.NotEmpty(done);
            left = [.. left.Where(entry => !done.Contains(entry.Item1))];
        }

        Assert.Equal(2, rounds);
        Assert.Equal(1_500, (await BodiesAsync<CommitBody>()).Count);
    }

    [Fact]
    public async Task Delivery_WhileNothingCanBeWritten_IsRetryAndTheAppUnhealthy()
    {
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(new Uri("/healthz", UriKind.Relative), Token)).StatusCode);
        foreach (var service in _app.Services.GetServices<IHostedService>().Where(service => service is Auditor.Sequencing.LogSequencer))
        {
            await service.StopAsync(Token);
        }

        Assert.Equal([("a", "RETRY"), ("b", "RETRY")], Statuses(await PostAsync(BulkOf(("a", EventOf(_events.Wire(0))), ("b", "1")))));
        Assert.Equal("RETRY", (string?)(await PostAsync(EventOf(_events.Wire(0))))["status"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _client.GetAsync(new Uri("/healthz", UriKind.Relative), Token)).StatusCode);
        Assert.Empty(await BodiesAsync<QuarantineBody>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdeF")]
    [InlineData("")]
    public async Task Delivery_WithoutTheToken_Is401AndNothingArrives(string? token)
    {
        using var client = new HttpClient { BaseAddress = _client.BaseAddress };
        client.DefaultRequestHeaders.TryAddWithoutValidation("dapr-api-token", token);

        using var answer = await client.PostAsync(new Uri("/events", UriKind.Relative), new StringContent(BulkOf(("a", EventOf(_events.Wire(0))))), Token);
        using var subscribe = await client.GetAsync(new Uri("/dapr/subscribe", UriKind.Relative), Token);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (answer.StatusCode, subscribe.StatusCode));
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync(Token));
        Assert.Empty(await BodiesAsync<CommitBody>());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/healthz", UriKind.Relative), Token)).StatusCode);
    }

    [Fact]
    public async Task Delivery_WithHeadersOfThePublishersChoosing_IsTakenTheSame()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/events") { Content = new StringContent(BulkOf(("a", EventOf(_events.Wire(0))))) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        request.Headers.TryAddWithoutValidation("cloudevent.id", "another");
        request.Headers.TryAddWithoutValidation("pubsubname", "another");
        using var answer = await _client.SendAsync(request, Token);

        Assert.Equal([("a", "SUCCESS")], Statuses(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!));
        Assert.Single(await BodiesAsync<CommitBody>());
    }

    [Theory]
    [InlineData("/event")]
    [InlineData("/events.json")]
    [InlineData("/log/checkpoint")]
    [InlineData("/dapr/subscribe")]
    [InlineData("/")]
    [InlineData("/events/deeper")]
    public async Task Post_AnyOtherPath_IsNever404(string path)
    {
        using var answer = await _client.PostAsync(new Uri(path, UriKind.Relative), new StringContent("{}"), Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Subscribe_TellsTheOneSubscription()
    {
        var subscriptions = JsonNode.Parse(await _client.GetStringAsync(new Uri("/dapr/subscribe", UriKind.Relative), Token))!.AsArray();
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"pubsubname":"auditbus","topic":"commit-events","route":"/events",
                 "bulkSubscribe":{"enabled":true,"maxMessagesCount":100,"maxAwaitDurationMs":10}}
                """),
            Assert.Single(subscriptions)));
        Assert.Equal("{}", await _client.GetStringAsync(new Uri("/dapr/config", UriKind.Relative), Token));
    }

    private static string EventOf(ReadOnlyMemory<byte> wire) =>
        $$"""{"data_base64":"{{Convert.ToBase64String(wire.Span)}}","datacontenttype":"application/octet-stream","id":"x","specversion":"1.0"}""";

    private static string BulkOf(params (string Id, string Event)[] entries) =>
        """{"id":"1","type":"com.dapr.event.sent.bulk","topic":"commit-events","pubsubname":"auditbus","metadata":{},"entries":[""" +
        string.Join(',', entries.Select(entry => $$"""{"entryId":"{{entry.Id}}","event":{{entry.Event}},"metadata":{},"contentType":"application/cloudevents+json"}""")) + "]}";

    private static List<(string Id, string Status)> Statuses(JsonNode answer) =>
        [.. answer["statuses"]!.AsArray().Select(status => ((string)status!["entryId"]!, (string)status["status"]!))];

    private async Task<JsonNode> PostAsync(string body, string mediaType = "application/json")
    {
        using var answer = await _client.PostAsync(new Uri("/events", UriKind.Relative), new StringContent(body, Encoding.UTF8, mediaType), Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!;
    }

    private async Task<List<T>> BodiesAsync<T>() => [.. (await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<T>()];
}
