using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Tiles;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Storage.Tiles;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Serving;

/// <summary>The read-only log service as anybody reaches it.</summary>
public sealed class LogEndpointsTests(LogServiceFixture service) : IClassFixture<LogServiceFixture>
{
    private readonly MemoryStore _store = service.Store;
    private readonly TestEvents _events = service.Events;
    private readonly WebApplication _app = service.App;
    private readonly HttpClient _client = service.Client;
    private readonly long _first = service.First;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tiles_OverHttp_ProveEveryEntryToAStranger()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_client.BaseAddress!, "log/") };
        var client = new TileLogClient(new HttpTileSource(http), TestAuditor.Trust(TestAuditor.Options()).CheckpointKey!, TestAuditor.LogId);
        Assert.Equal(TileLogResult.Taken, await client.UpdateAsync(Token));
        Assert.NotNull(await client.Proofs().EntryAsync(3, Token));
        Assert.NotNull(await client.Proofs().EntryAsync(client.Last!.Size - 1, Token));
    }

    [Theory]
    [InlineData("log/tile/0/000", "immutable")]
    [InlineData("log/tile/entries/000", "immutable")]
    [InlineData("log/checkpoint", "max-age=1")]
    [InlineData(".well-known/signet/keys", "max-age=60")]
    public async Task Get_Object_SaysHowLongItHolds(string path, string cache)
    {
        using var answer = await _client.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(cache, answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("log/tile/0/001", HttpStatusCode.NotFound)]
    [InlineData("log/tile/0/1", HttpStatusCode.BadRequest)]
    [InlineData("log/tile/0/000.p/256", HttpStatusCode.BadRequest)]
    [InlineData("log/tile/99/000", HttpStatusCode.BadRequest)]
    [InlineData("log/tile/entries/..%2f..%2fcheckpoint", HttpStatusCode.BadRequest)]
    [InlineData("log/tile/0/000/extra", HttpStatusCode.BadRequest)]
    [InlineData("log/checkpoints/x", HttpStatusCode.BadRequest)]
    [InlineData("log/checkpoints/-1", HttpStatusCode.BadRequest)]
    [InlineData("log/checkpoints/1", HttpStatusCode.NotFound)]
    [InlineData("log/proof/inclusion", HttpStatusCode.BadRequest)]
    [InlineData("log/proof/inclusion?index=99999999999999999999", HttpStatusCode.BadRequest)]
    [InlineData("log/proof/inclusion?index=1&index=2", HttpStatusCode.BadRequest)]
    [InlineData("log/proof/inclusion?index=100000", HttpStatusCode.BadRequest)]
    [InlineData("log/proof/inclusion?index=1&size=4", HttpStatusCode.NotFound)]
    [InlineData("log/proof/consistency?from=0", HttpStatusCode.BadRequest)]
    [InlineData("log/proof/consistency?from=2", HttpStatusCode.NotFound)]
    [InlineData("log/receipts/0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e", HttpStatusCode.NotFound)]
    [InlineData("log/receipts/0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e/anchored", HttpStatusCode.NotFound)]
    [InlineData("log/receipts/nothing", HttpStatusCode.NotFound)]
    [InlineData(".well-known/signet/keys?limit=0", HttpStatusCode.BadRequest)]
    [InlineData(".well-known/signet/keys?limit=501", HttpStatusCode.BadRequest)]
    public async Task Get_WhatIsNotThereOrNoPath_IsSaidSo(string path, HttpStatusCode expected)
    {
        using var answer = await _client.GetAsync(path, Token);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Proofs_OfPublishedSizes_Verify()
    {
        var entries = (await TestAuditor.SegmentsAsync(_store)).SelectMany(segment => segment.Lines).Select(line => line.Entry).ToList();
        var latest = await service.PublishedAsync();
        foreach (var size in new[] { _first, latest })
        {
            using var inclusion = JsonDocument.Parse(await _client.GetStringAsync($"log/proof/inclusion?index=7&size={size}", Token));
            Assert.True(InclusionProof.Verify(MerkleTree.HashLeaf(entries[7].Span), 7, size, PathOf(inclusion), RootOf(inclusion, "root")));
        }

        using var consistency = JsonDocument.Parse(await _client.GetStringAsync($"log/proof/consistency?from={_first}&size={latest}", Token));
        Assert.True(ConsistencyProof.Verify(
            _first, RootOf(consistency, "from_root"), latest, RootOf(consistency, "root"), [.. PathOf(consistency)]));
    }

    [Fact]
    public async Task Keys_InPages_AreThoseOfTheLog()
    {
        using var second = new TestEvents(TestAuditor.LogId, "gateway.2", DateTimeOffset.UtcNow);
        await _app.Services.GetRequiredService<IProducerEnrolment>().EnrolAsync(
            new ProducerEnrolment(second.Producer, second.KeyId, second.Alg, second.PublicKey, "a test"), Token);

        using var one = JsonDocument.Parse(await _client.GetStringAsync(".well-known/signet/keys?limit=1", Token));
        Assert.Equal(TestAuditor.Trust(TestAuditor.Options()).CheckpointKey!.ToString(), one.RootElement.GetProperty("checkpoint_vkey").GetString());
        var key = Assert.Single(one.RootElement.GetProperty("producer_keys").EnumerateArray());
        Assert.Equal(Convert.ToBase64String(_events.PublicKey.Span), key.GetProperty("public_key").GetString());
        var next = Uri.EscapeDataString(one.RootElement.GetProperty("next").GetString()!);
        using var two = JsonDocument.Parse(await _client.GetStringAsync($".well-known/signet/keys?limit=1&after={next}", Token));
        Assert.Equal("gateway.2", Assert.Single(two.RootElement.GetProperty("producer_keys").EnumerateArray()).GetProperty("producer").GetString());
        Assert.False(two.RootElement.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Receipts_OfAnAnchoredEvent_AreBoundToTheTimeStampedTree()
    {
        var id = (await TestAuditor.EntriesAsync(_store)).Select(entry => entry.Body).OfType<CommitBody>().First().SignedEvent.Event.Id;
        var anchors = _app.Services.GetRequiredService<IAnchorLog>();
        var duty = (await anchors.GetDutyAsync(Token))!;
        await anchors.SubmitAsync([Anchor(duty, "tsa.one")], Token);
        await service.PublishedAsync();

        Assert.True(AnchoredReceipt.TryParse(await _client.GetStringAsync($"log/receipts/{id}/anchored", Token), out var receipt));
        var (entry, _) = Assert.NotNull(receipt!.Verify(TestAuditor.LogId, _ => null));
        Assert.Equal(id, Assert.IsType<CommitBody>(entry.Body).SignedEvent.Event.Id);
        Assert.Equal(duty.Size, receipt.Checkpoint.Size);
    }

    [Fact]
    public async Task Reads_BeyondTheRate_GetTooManyRequests()
    {
        var (app, client) = await LogServiceFixture.StartAsync(new MemoryStore(), TestAuditor.Options(readsPerSecond: 1));
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 100 && !answers.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            using var answer = await client.GetAsync($"log/receipts/{Guid.Empty}", Token);
            answers.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.NotNull(answer.Headers.RetryAfter);
            }
        }

        Assert.Equal(HttpStatusCode.NotFound, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        client.Dispose();
        await app.StopAsync(Token);
        await app.DisposeAsync();
    }

    private static AnchorBody Anchor(AnchorDuty duty, string tsa) => new()
    {
        TreeSize = duty.Size,
        Root = duty.Root.ToArray(),
        Tsa = tsa,
        Policy = "1.2.3",
        GenTime = DateTimeOffset.UtcNow,
        Nonce = new byte[8],
        RequestedAt = DateTimeOffset.UtcNow,
        ReceivedAt = DateTimeOffset.UtcNow,
        Token = new byte[] { 1 },
    };

    private static Digest RootOf(JsonDocument proof, string name) =>
        Digest.TryParse(proof.RootElement.GetProperty(name).GetString(), out var root) ? root : throw new InvalidDataException();

    private static List<Digest> PathOf(JsonDocument proof) =>
        [.. proof.RootElement.GetProperty("path").EnumerateArray().Select(node => Digest.TryParse(node.GetString(), out var digest) ? digest : default)];
}
