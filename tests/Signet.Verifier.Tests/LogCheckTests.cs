using Microsoft.Extensions.Time.Testing;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Ledger.State;
using Signet.Ledger.Verification;
using Signet.Storage;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Signet.Testing.Storage.Tampering;
using Signet.Verifier.Tests.Tampering;

namespace Signet.Verifier.Tests;

public sealed class LogCheckTests : IAsyncLifetime
{
    private readonly VersionedMemoryStore _store = new(Writer.Start.AddDays(Writer.RetainDays + 1), Writer.Now);
    private readonly MemoryStore _place = new();
    private readonly TestEvents _gateway = new(Writer.LogId, "gateway-1", Writer.Start);
    private SignedEvent[] _events = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _events = [_gateway.SignAt(0, Writer.Start), _gateway.SignAt(1, Writer.Start)];
        await Writer.WriteAsync(_store, _events, _gateway);
    }

    public ValueTask DisposeAsync()
    {
        _gateway.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Run_SeenBefore_GoesOnFromThere()
    {
        Assert.Equal((0L, 5L), await StartAndSegmentsAsync());
        var seen = (await new DerivedVerifierMemory(_place).RecallAsync(Writer.LogId, Token))!;
        Assert.Equal((4L, seen.Tree), (seen.Start!.Segment, seen.Start.Tree));

        Assert.Equal((seen.Tree.Size, 0L), await StartAndSegmentsAsync());
    }

    [Fact]
    public async Task Run_EverySoOften_WalksTheWholeLog()
    {
        List<long> starts = [];
        for (var run = 0; run < 7; run++)
        {
            starts.Add((await StartAndSegmentsAsync(fullEvery: 3)).Start);
        }

        Assert.Equal([true, false, false, true, false, false, true], starts.Select(start => start == 0));
    }

    [Fact]
    public async Task Run_FullAskedFor_WalksTheWholeLog()
    {
        await StartAndSegmentsAsync();
        Assert.Equal((0L, 5L), await StartAndSegmentsAsync(full: true));
    }

    [Fact]
    public async Task Run_StateGone_WalksTheWholeLogAndSaysSo()
    {
        await StartAndSegmentsAsync();
        await _store.Derived.PutAsync(Writer.LogId, StateCodec.NameOf(4), "other"u8.ToArray(), Token);
        var report = (await RunAsync()).Report!;
        Assert.Equal((VerificationResult.Clean, 0L), (report.Result, report.StartedAt));
        Assert.Contains(report.Notes, note => note.StartsWith("The walk could not go on behind segment 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_PartFindsSomething_TheReportIsOfTheWholeLog()
    {
        await StartAndSegmentsAsync();
        await _store.HideAsync(Writer.LogId, 1, Token);
        var report = (await RunAsync()).Report!;
        Assert.Equal((VerificationResult.Broken, 0L, 5L), (report.Result, report.StartedAt, report.Segments));
        Assert.Equal((FindingKind.SegmentReplaced, 1L), Assert.Single(report.Findings.Select(finding => (finding.Kind, finding.Segment!.Value))));
    }

    [Fact]
    public async Task Run_Receipts_WalksTheWholeLogAndRedeemsThem()
    {
        await StartAndSegmentsAsync();
        using var stranger = new TestEvents(Writer.LogId, "gateway-2", Writer.Start);
        var receipts = new ReceiptSet();
        receipts.Add($": signet-receipt {Receipt(_events[0])}\nx-signet-receipt: {Receipt(_events[1])}\n\n{Receipt(_gateway.SignAt(2, Writer.Start))}\n");
        receipts.Add(Receipt(stranger.SignAt(0, Writer.Start)));
        var outcome = await RunAsync(receipts: receipts);
        Assert.Equal((4, 0L), (outcome.Receipts, outcome.Report!.StartedAt));
        Assert.Equal([FindingKind.PromiseBroken], outcome.Report.Findings.Select(finding => finding.Kind));
        Assert.Contains(outcome.Report.Notes, note => note.Contains("promise nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NothingLocked_IsSaidOfEachSegment()
    {
        var store = new VersionedMemoryStore(null, Writer.Now);
        await Writer.WriteAsync(store, _events, _gateway);
        var report = (await new LogCheck(store, store.Derived, null, Options(), Clock()).RunAsync(ReceiptSet.Empty, false, null, Token)).Report!;
        Assert.Equal(5, report.Findings.Count(finding => finding.Kind == FindingKind.RetentionShort));
    }

    [Fact]
    public async Task Run_ManySegments_TellsHowFarItIs()
    {
        var progress = new LastProgress();
        var outcome = await new LogCheck(_store, _store.Derived, null, Options(), Clock()).RunAsync(ReceiptSet.Empty, false, progress, Token);
        Assert.Equal((4L, 5L, outcome.Octets), (progress.Last.Segment, progress.Last.Segments, progress.Last.Octets));
        Assert.True(outcome.Octets > 1_000);
    }

    [Fact]
    public async Task Run_StoreThatFails_DecidesNothing()
    {
        var outcome = await new LogCheck(new WriteTrap(_store) { Fails = true }, null, null, Options(), Clock()).RunAsync(ReceiptSet.Empty, false, null, Token);
        Assert.Equal((VerificationResult.NotVerified, "The store is away."), (outcome.Result, outcome.Fault));
    }

    [Fact]
    public async Task Run_AnyWriteAttempt_WouldFailIt()
    {
        // Readers that can write too: whoever tried would end the run with an error that nobody catches.
        var trap = new WriteTrap(_store);
        var memory = new DerivedVerifierMemory(_place);
        for (var run = 0; run < 3; run++)
        {
            var receipts = new ReceiptSet();
            receipts.Add(Receipt(_events[0]));
            var outcome = await new LogCheck(trap, trap, memory, Options(), Clock()).RunAsync(run == 2 ? receipts : ReceiptSet.Empty, false, null, Token);
            Assert.Equal(VerificationResult.Clean, outcome.Result);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new LogCheck(trap, trap, new DerivedVerifierMemory(trap), Options(), Clock()).RunAsync(ReceiptSet.Empty, false, null, Token));
    }

    [Fact]
    public void Verifier_KnowsNoWayToWriteSegments() => Assert.DoesNotContain(
        typeof(LogCheck).Assembly.GetTypes().SelectMany(type => type.GetConstructors().SelectMany(constructor => constructor.GetParameters())),
        parameter => typeof(ISegmentStore).IsAssignableFrom(parameter.ParameterType));

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData("signet=v1; log=x")]
    public void Receipts_SomethingElse_IsRefused(string text) => Assert.Throws<FormatException>(() => new ReceiptSet().Add(text));

    private static string Receipt(SignedEvent signed) => PromiseReceipt.For(Writer.LogId, signed, new byte[PromiseReceipt.SaltOctets]).ToString();

    private static VerifierOptions Options(int fullEvery = 100) => new() { Trust = Writer.Trust(full: true), FullEvery = fullEvery };

    private static FakeTimeProvider Clock() => new(Writer.Now);

    private async Task<(long Start, long Segments)> StartAndSegmentsAsync(int fullEvery = 100, bool full = false)
    {
        var outcome = await RunAsync(fullEvery, full);
        Assert.Equal(VerificationResult.Clean, outcome.Result);
        return (outcome.Report!.StartedAt, outcome.Report.Segments);
    }

    private Task<VerificationOutcome> RunAsync(int fullEvery = 100, bool full = false, ReceiptSet? receipts = null) =>
        new LogCheck(_store, _store.Derived, new DerivedVerifierMemory(_place), Options(fullEvery), Clock())
            .RunAsync(receipts ?? ReceiptSet.Empty, full, null, Token);

    private sealed class LastProgress : IProgress<VerificationProgress>
    {
        public VerificationProgress Last { get; private set; }

        public void Report(VerificationProgress value) => Last = value;
    }
}
