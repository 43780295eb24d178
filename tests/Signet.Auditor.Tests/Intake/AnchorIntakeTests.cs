using Signet.Ledger.Entries;
using Signet.Ledger.Verification;
using Signet.Messaging;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Intake;

public sealed class AnchorIntakeTests : IAsyncLifetime
{
    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", HastyTime.Start);
    private TestAuditor _sut = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sut = await new TestAuditor(
        _store, _store, _time, TestAuditor.Options(required: 2, checkAnchor: anchor => anchor.Policy == "1.2.3" ? null : "bad policy")).StartAsync();

    public async ValueTask DisposeAsync()
    {
        _events.Dispose();
        await _sut.DisposeAsync();
    }

    [Fact]
    public async Task Duty_StandsUntilAnchoredAndComesBackWithAnEntryThatCounts()
    {
        var duty = (await DutyAsync())!;
        Assert.Equal((3L, HastyTime.Start), (duty.Size, duty.OldestAt));
        await _sut.Anchors.SubmitAsync(Round(duty), Token);
        Assert.Null(await DutyAsync());

        // Neither the anchors nor their seal nor a heartbeat count.
        _time.Pass(TimeSpan.FromMinutes(6));
        await TestAuditor.EventuallyAsync(async () => (await TestAuditor.EntriesAsync(_store)).Any(entry => entry.Body is HeartbeatBody));
        Assert.Null(await DutyAsync());
        var waiting = _sut.Anchors.WaitForDutyAsync(Token).AsTask();
        Assert.False(waiting.IsCompleted);

        await _sut.EnrolAsync(_events);
        await waiting;
        Assert.NotNull(await DutyAsync());
    }

    [Fact]
    public async Task Keep_RequestAndAnswerOfADuty_StandBesideTheLogAsTheyWere()
    {
        var duty = (await DutyAsync())!;
        await _sut.Anchors.KeepAsync(new AnchorEvidence(duty.Size, "tsa.one", new byte[] { 1 }, new byte[] { 2, 3 }), Token);
        Assert.Equal([1], (await _store.ReadAsync(TestAuditor.LogId, $"anchors/{duty.Size:d20}/tsa.one.tsq", Token))!.Value.ToArray());
        Assert.Equal([2, 3], (await _store.ReadAsync(TestAuditor.LogId, $"anchors/{duty.Size:d20}/tsa.one.tsr", Token))!.Value.ToArray());

        AnchorEvidence[] refused =
        [
            new(duty.Size + 1, "tsa.one", new byte[1], new byte[1]),
            new(duty.Size, "tsa.three", new byte[1], new byte[1]),
            new(duty.Size, "../tsa.one", new byte[1], new byte[1]),
            new(duty.Size, "tsa.one", new byte[AnchorFormat.MaxWireOctets + 1], new byte[1]),
        ];
        foreach (var evidence in refused)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _sut.Anchors.KeepAsync(evidence, Token).AsTask());
        }
    }

    [Fact]
    public async Task Duty_NamesTheWritersEpoch() => Assert.Equal(1, (await DutyAsync())!.Epoch);

    [Fact]
    public async Task Duty_EntriesBehindTheAnchoredTree_StillStands()
    {
        var duty = (await DutyAsync())!;
        await _sut.EnrolAsync(_events);
        await _sut.Anchors.SubmitAsync(Round(duty), Token);

        Assert.True((await DutyAsync())!.Size > duty.Size);
    }

    [Fact]
    public async Task Duty_IdleLog_ComesOnceEveryIdleSeconds()
    {
        await _sut.Anchors.SubmitAsync(Round((await DutyAsync())!), Token);
        var waiting = _sut.Anchors.WaitForDutyAsync(Token).AsTask();
        _time.Pass(TimeSpan.FromSeconds(86_399));
        Assert.Null(await DutyAsync());
        Assert.False(waiting.IsCompleted);

        _time.Pass(TimeSpan.FromSeconds(1));
        await waiting;
        var duty = (await DutyAsync())!;
        await _sut.Anchors.SubmitAsync(Round(duty), Token);
        Assert.Null(await DutyAsync());
    }

    [Fact]
    public async Task Submit_Round_StandsInOneSegmentAndTheLogIsClean()
    {
        await _sut.Anchors.SubmitAsync(Round((await DutyAsync())!), Token);

        var segment = Assert.Single(
            await TestAuditor.SegmentsAsync(_store), segment => segment.Lines.Any(line => EntryCodec.Read(line.Entry).Entry!.Body is AnchorBody));
        Assert.Equal(3, segment.Lines.Count);
        var report = await TestAuditor.VerifyAsync(_store, _sut.Settings, _time.GetUtcNow());
        Assert.Equal(VerificationResult.Clean, report.Result);
        Assert.Equal((2, 3), (report.Anchors, report.AnchoredSize));
    }

    [Fact]
    public async Task Submit_AfterARestart_AsksAnew()
    {
        var duty = (await DutyAsync())!;
        await using var next = await new TestAuditor(_store, _store, _time, _sut.Settings).StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => next.Anchors.SubmitAsync(Round(duty), Token).AsTask());
    }

    [Fact]
    public async Task Submit_RoundThatDoesNotHold_IsRefusedAndNotChained()
    {
        var duty = (await DutyAsync())!;
        var good = Round(duty);
        AnchorBody[][] rounds =
        [
            [],
            [good[0]],
            [good[0], good[0]],
            [good[0], good[1] with { Tsa = "tsa.three" }],
            [good[0], good[1] with { Policy = "1.2.4" }],
            [good[0], good[1] with { TreeSize = 2 }],
            [good[0] with { TreeSize = 2 }, good[1] with { TreeSize = 2 }],
            [good[0], good[1] with { Root = new byte[32] }],
            [good[0], good[1] with { Token = ReadOnlyMemory<byte>.Empty, Nonce = new byte[100] }],
        ];

        foreach (var round in rounds)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _sut.Anchors.SubmitAsync(round, Token).AsTask());
        }

        Assert.DoesNotContain(await TestAuditor.EntriesAsync(_store), entry => entry.Body is AnchorBody);
        Assert.NotNull(await DutyAsync());
        await _sut.Anchors.SubmitAsync(good, Token);
    }

    private ValueTask<AnchorDuty?> DutyAsync() => _sut.Anchors.GetDutyAsync(Token);

    private AnchorBody[] Round(AnchorDuty duty) => [.. new[] { "tsa.one", "tsa.two" }.Select(tsa => new AnchorBody
    {
        TreeSize = duty.Size,
        Root = duty.Root,
        Tsa = tsa,
        Policy = "1.2.3",
        GenTime = _time.GetUtcNow(),
        Nonce = new byte[] { 1 },
        RequestedAt = _time.GetUtcNow(),
        ReceivedAt = _time.GetUtcNow(),
        Token = new byte[] { 1, 2, 3 },
    })];
}
