using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Auditor.Publishing;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests;

/// <summary>The module as a host composes it, over a real socket.</summary>
public sealed class AuditorModuleTests : IAsyncLifetime
{
    private const string ApiToken = "0123456789abcdef";

    private readonly MemoryStore _store = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", TimeProvider.System.GetUtcNow());
    private readonly HttpClient _client = new();
    private WebApplication _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await StartAsync(ApiToken);
        await _app.Services.GetRequiredService<IProducerEnrolment>()
            .EnrolAsync(new ProducerEnrolment(_events.Producer, _events.KeyId, _events.Alg, _events.PublicKey, "test"), Token);
        _client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Commits_RealTransport_RecordsAndQuarantines()
    {
        using var transport = Transport(ApiToken);

        var first = _events.Wire(0);
        var outcomes = await transport.SendAsync([first, "{}"u8.ToArray(), _events.Wire(1), first], Token);

        Assert.Equal([CommitOutcome.Recorded, CommitOutcome.Quarantined, CommitOutcome.Recorded, CommitOutcome.Recorded], outcomes);
        Assert.Equal(2, (await TestAuditor.EntriesAsync(_store)).Count(entry => entry.Body is CommitBody));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdeF")]
    [InlineData("0123456789abcde")]
    public async Task Commits_WithoutTheToken_IsRetryAndNothingArrives(string? token)
    {
        using var transport = Transport(token);

        Assert.Equal([CommitOutcome.Retry], await transport.SendAsync([_events.Wire(0)], Token));
        Assert.DoesNotContain(await TestAuditor.EntriesAsync(_store), entry => entry.Body is CommitBody or QuarantineBody);
    }

    [Theory]
    [InlineData(false, "x\n", HttpStatusCode.Unauthorized)]
    [InlineData(true, "", HttpStatusCode.BadRequest)]
    [InlineData(true, "no line feed", HttpStatusCode.BadRequest)]
    [InlineData(true, "\n", HttpStatusCode.BadRequest)]
    [InlineData(true, "x\n", HttpStatusCode.OK)]
    public async Task Commits_Raw_AnswersWithABodyAlways(bool authorised, string body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/commits") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (authorised)
        {
            request.Headers.Add("dapr-api-token", ApiToken);
        }

        using var response = await _client.SendAsync(request, Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Commits_TooLarge_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/commits")
        {
            Content = new ByteArrayContent(new byte[CommitBatchFormat.MaxRequestOctets + 1]),
        };
        request.Headers.Add("dapr-api-token", ApiToken);

        using var response = await _client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Producers_RealClient_IsEnrolledOnceAndItsNameIsItsOwn()
    {
        using var enrolment = new HttpProducerEnrolment(ClientOptions(ApiToken), TimeProvider.System);
        var key = new ProducerEnrolment("remote", "commit-remote", EventSignature.Ed25519Tree, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), "ignored");

        await enrolment.EnrolAsync(key, Token);
        await enrolment.EnrolAsync(key, Token);

        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            async () => await enrolment.EnrolAsync(key with { PublicKey = new byte[32] }, Token));
        var body = Assert.Single(
            (await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<ProducerKeyBody>(), body => body.Producer == "remote");
        Assert.NotEqual("ignored", body.Evidence);
    }

    [Theory]
    [InlineData("POST", "producers")]
    [InlineData("GET", "anchors/duty")]
    [InlineData("POST", "anchors")]
    public async Task Intake_WithoutTheToken_IsRefused(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await _client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("producers", 0)]
    [InlineData("producers", 100)]
    [InlineData("producers", 5_000)]
    [InlineData("anchors", 0)]
    [InlineData("anchors", 100)]
    [InlineData("anchors", 2_000_000)]
    public async Task Intake_WhatCantBeRead_Is400AndNothingArrives(string path, int length)
    {
        var before = (await TestAuditor.EntriesAsync(_store)).Count;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent([.. Enumerable.Repeat((byte)0xff, length)]) };
        request.Headers.Add("dapr-api-token", ApiToken);
        using var answer = await _client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(before, (await TestAuditor.EntriesAsync(_store)).Count);
    }

    [Fact]
    public async Task Commits_NoTokenConfigured_IsNotMapped()
    {
        await using var app = await StartAsync(null, new MemoryStore());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var response = await client.PostAsync("/commits", new ByteArrayContent("x\n"u8.ToArray()), Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Log_CheckpointAndReceipt_VerifyOffline()
    {
        using var transport = Transport(ApiToken);
        var signed = _events.Sign(0);
        await transport.SendAsync([signed.ToWire(), _events.Wire(1)], Token);
        var key = TestAuditor.Trust(TestAuditor.Options()).CheckpointKey!;

        await TestAuditor.EventuallyAsync(async () =>
            Checkpoint.TryOpen(await _client.GetByteArrayAsync("/log/checkpoint", Token), key, out var checkpoint) &&
            checkpoint!.Size == (await TestAuditor.EntriesAsync(_store)).Count);

        Assert.True(InclusionReceipt.TryParse(await _client.GetStringAsync($"/log/receipts/{signed.Event.Id}", Token), out var receipt));
        var entry = Assert.IsType<CommitBody>(receipt!.Verify(key)!.Body);
        Assert.Equal(signed.Digest, entry.SignedEvent.Digest);

        using var none = await _client.GetAsync($"/log/receipts/{Guid.CreateVersion7()}", Token);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var noId = await _client.GetAsync("/log/receipts/..%2f..", Token);
        Assert.Equal(HttpStatusCode.NotFound, noId.StatusCode);
    }

    [Fact]
    public async Task Health_WriterSuperseded_IsUnhealthyAndTheHostStops()
    {
        var health = _app.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync(Token)).Status);
        await using var rival = await new TestAuditor(_store, _store, TimeProvider.System).StartAsync();
        using var transport = Transport(ApiToken);

        Assert.Equal([CommitOutcome.Retry], await transport.SendAsync([_events.Wire(0)], Token));
        Assert.False(_app.Services.GetRequiredService<LogHead>().IsWriting);
        await ((IHost)_app).WaitForShutdownAsync(Token);
    }

    [Fact]
    public async Task Stop_PublishesTheLastCheckpoint()
    {
        await _app.StopAsync(Token);

        var note = (await _store.ReadAsync(TestAuditor.LogId, LogPublisher.LatestName, Token))!.Value;
        Assert.True(Checkpoint.TryOpen(note.Span, TestAuditor.Trust(TestAuditor.Options()).CheckpointKey!, out var checkpoint));
        Assert.Equal((await TestAuditor.EntriesAsync(_store)).Count, checkpoint!.Size);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789abcde f")]
    public void Options_UnusableCommitToken_IsRefusedWithoutNamingIt(string token)
    {
        var exception = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddAuditor(TestAuditor.Options(token: token)));

        Assert.DoesNotContain(token, exception.Message, StringComparison.Ordinal);
    }

    private HttpCommitTransport Transport(string? token) => new(ClientOptions(token), TimeProvider.System);

    private HttpCommitTransportOptions ClientOptions(string? token) =>
        new() { BaseAddress = _client.BaseAddress!, ApiToken = token, Timeout = TimeSpan.FromMinutes(1) };

    private async Task<WebApplication> StartAsync(string? token, MemoryStore? store = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SignetMetrics>();
        builder.Services.AddSingleton<ISegmentStore>(store ?? _store);
        builder.Services.AddSingleton<IDerivedStore>(store ?? _store);
        builder.Services.AddAuditor(TestAuditor.Options(token: token));
        var app = builder.Build();
        app.MapAuditor();
        app.MapCommits();
        await app.StartAsync(Token);
        return app;
    }
}
