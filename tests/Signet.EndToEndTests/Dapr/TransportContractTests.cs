using System.Text.Json.Nodes;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Testing.Auditor;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Dapr;

/// <summary>The transport of level broker against the sidecar's contract: what it says, and what it makes of every kind of failure.</summary>
public sealed class TransportContractTests(SidecarFixture fixture) : IClassFixture<SidecarFixture>, IDisposable
{
    private readonly TestEvents _events = new("a.log", "gateway.1", TimeProvider.System.GetUtcNow());
    private readonly string _topic = "t-" + Guid.NewGuid().ToString("N");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _events.Dispose();

    [Fact]
    public async Task Send_Events_ArriveInTheirOctetsUnderTheirIdentity()
    {
        await using var app = await SubscribingApp.StartAsync(_topic, isBulk: true, (_, body) => (System.Net.HttpStatusCode.OK, AllDone(body)), Token);
        await using var sidecar = await fixture.StartAsync(_topic, app, Token);
        using var sut = Transport(sidecar);
        var wires = Wires(0, 20);

        Assert.All(await sut.SendAsync(wires, Token), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.Equal(AcknowledgementLevel.Broker, sut.Level);

        List<JsonNode> events;
        while ((events = [.. app.Bodies.SelectMany(body => body["entries"]!.AsArray()).Select(entry => entry!["event"]!)]).Count < wires.Count)
        {
            await Task.Delay(20, Token);
        }

        var expected = wires.Select((wire, seq) => ($"gateway.1/{_events.Epoch:D}/{seq}", Convert.ToBase64String(wire.Span), "application/octet-stream"));
        Assert.Equal(
            expected.Order(), events.Select(item => ((string)item["id"]!, (string)item["data_base64"]!, (string)item["datacontenttype"]!)).Order());
        Assert.Equal(DaprUnderTest.AppToken, app.LastToken);
    }

    [Theory]
    [InlineData("PublishError", 0)]
    [InlineData("PublishLostReply", 5)]
    [InlineData("BulkPartial", 0)]
    public async Task Send_AnyErrorOfABulkPublish_IsRetryForAll_AndTheSameOctetsDoLater(string fault, int stored)
    {
        await using var sidecar = await fixture.StartAsync(_topic, null, Token);
        using var sut = Transport(sidecar);
        await sidecar.SetFaultsAsync(new JsonObject { [fault] = 1 }, Token);
        var wires = Wires(0, 5);

        Assert.All(await sut.SendAsync(wires, Token), outcome => Assert.Equal(CommitOutcome.Retry, outcome));
        Assert.Equal(stored, await sidecar.CountAsync("published", Token));

        await sidecar.SetFaultsAsync([], Token);
        Assert.All(await sut.SendAsync(wires, Token), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
    }

    [Fact]
    public async Task Send_BeyondTheDeadline_IsRetry()
    {
        await using var sidecar = await fixture.StartAsync(_topic, null, Token);
        using var sut = Transport(sidecar, timeout: TimeSpan.FromMilliseconds(1));
        await sidecar.SetFaultsAsync(new JsonObject { ["PublishDelay"] = 600_000 }, Token);

        Assert.Equal([CommitOutcome.Retry], await sut.SendAsync(Wires(0, 1), Token));
    }

    [Fact]
    public async Task Send_MoreThanTheSidecarTakesAtOnce_IsSplit()
    {
        await using var sidecar = await fixture.StartAsync(_topic, null, Token, ("MaxBodyOctets", "140000"));
        using var fitting = Transport(sidecar, maxRequest: 128 << 10);
        using var tooLarge = Transport(sidecar, maxRequest: 4 << 20);
        var wires = Wires(0, 40, 10_000);

        // Split by size beforehand, and by the sidecar's refusal where nobody knew its limit.
        Assert.All(await fitting.SendAsync(wires, Token), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.All(await tooLarge.SendAsync(wires, Token), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.Equal(80, await sidecar.CountAsync("published", Token));
    }

    [Fact]
    public async Task Send_OneEventThatTheSidecarRefuses_DoesntHoldUpTheOthers()
    {
        await using var sidecar = await fixture.StartAsync(_topic, null, Token, ("MaxBodyOctets", "30000"));
        using var sut = Transport(sidecar);
        ReadOnlyMemory<byte>[] wires = [.. Wires(0, 3), .. Wires(3, 1, 40_000), "no event"u8.ToArray(), .. Wires(4, 2)];

        Assert.Equal(
            [CommitOutcome.Recorded, CommitOutcome.Recorded, CommitOutcome.Recorded, CommitOutcome.Retry, CommitOutcome.Retry, CommitOutcome.Recorded, CommitOutcome.Recorded],
            await sut.SendAsync(wires, Token));
    }

    [Theory]
    [InlineData("another", DaprUnderTest.ApiToken)]
    [InlineData("auditbus", "another-token")]
    [InlineData("auditbus", null)]
    public async Task Send_WhatTheSidecarNeverTakes_IsRetryAndNothingIsStored(string pubSub, string? token)
    {
        await using var sidecar = await fixture.StartAsync(_topic, null, Token);
        using var sut = Transport(sidecar, pubSub: pubSub, token: token);

        Assert.All(await sut.SendAsync(Wires(0, 3), Token), outcome => Assert.Equal(CommitOutcome.Retry, outcome));
        Assert.Equal(0, await sidecar.CountAsync("published", Token));
    }

    [Fact]
    public async Task Send_WhileTheSidecarIsAway_IsRetry_AndGoesOnByItself()
    {
        await using var sidecar = await fixture.StartAsync(_topic, null, Token);
        using var sut = Transport(sidecar);
        var wires = Wires(0, 3);
        Assert.All(await sut.SendAsync(wires, Token), outcome => Assert.Equal(CommitOutcome.Recorded, outcome));

        await sidecar.KillAsync(Token);
        Assert.All(await sut.SendAsync(wires, Token), outcome => Assert.Equal(CommitOutcome.Retry, outcome));

        await sidecar.StartAsync(Token);
        while ((await sut.SendAsync(wires, Token)).Contains(CommitOutcome.Retry))
        {
            await Task.Delay(20, Token);
        }
    }

    private static string AllDone(JsonNode body) => new JsonObject
    {
        ["statuses"] = new JsonArray([.. body["entries"]!.AsArray().Select(entry => new JsonObject { ["entryId"] = (string)entry!["entryId"]!, ["status"] = "SUCCESS" })]),
    }.ToJsonString();

    private DaprCommitTransport Transport(
        SidecarProcess sidecar, string pubSub = "auditbus", string? token = DaprUnderTest.ApiToken, TimeSpan? timeout = null, int maxRequest = 1 << 20) => new(
        new DaprCommitTransportOptions
        {
            Endpoint = new Uri($"http://127.0.0.1:{sidecar.GrpcPort}"),
            ApiToken = token,
            PubSub = pubSub,
            Topic = _topic,
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
            MaxRequestOctets = maxRequest,
        },
        TimeProvider.System);

    /// <summary>Events of at least so many octets.</summary>
    private List<ReadOnlyMemory<byte>> Wires(int from, int count, int octets = 0)
    {
        List<ReadOnlyMemory<byte>> wires = [];
        for (var seq = from; seq < from + count; seq++)
        {
            wires.Add(octets == 0 ? _events.Wire(seq) : LargeWire(seq, octets));
        }

        return wires;
    }

    private byte[] LargeWire(long seq, int octets)
    {
        using var signer = CommitSigner.Create("a.log", "large.key", EventSignature.Ed25519);
        return signer.Sign(new CommitEvent
        {
            Id = Guid.CreateVersion7(),
            OccurredAt = TimeProvider.System.GetUtcNow(),
            Producer = new ProducerPosition(_events.Producer, _events.Epoch, seq),
            Phase = EventPhase.Alive,
            Metadata = [.. Enumerable.Range(0, (octets / 2_000) + 1).Select(i => new EventMetadata($"m{i}", new string('x', 2_000)))],
        }).ToWire();
    }
}
