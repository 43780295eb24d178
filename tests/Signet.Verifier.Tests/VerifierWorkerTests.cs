using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Verification;
using Signet.Storage.Memory;
using Signet.Verifier.Publishing;

namespace Signet.Verifier.Tests;

public sealed class VerifierWorkerTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly TestLog _log = new();
    private readonly MemoryStore _store = new();
    private readonly FakeTimeProvider _time = new(TestLog.Start);
    private readonly FakeMemory _memory = new();
    private readonly LastOutcome _last = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<SignetMetrics>().BuildServiceProvider();
    private readonly ConcurrentDictionary<string, double> _measured = new();
    private readonly MeterListener _listener = new();

    public VerifierWorkerTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, _services.GetRequiredService<IMeterFactory>()))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _measured[instrument.Name] = value);
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _measured[instrument.Name] = value);
        _listener.Start();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Walk_CleanLog_IsRememberedAndMeasured()
    {
        await _log.GrowAsync(_store);
        using var sut = await StartAsync(_store);
        await EventuallyAsync(() => _memory.Seen is not null);

        Assert.Equal(_log.Size, _memory.Seen!.Tree.Size);
        Assert.Equal(VerificationResult.Clean, _last.Outcome!.Result);
        Assert.Equal(0, _measured["signet_verification_findings"]);
        Assert.Equal(TestLog.Start.ToUnixTimeSeconds(), _measured["signet_verification_last_success_timestamp_seconds"]);

        await _log.GrowAsync(_store);
        await AdvanceUntilAsync(() => _memory.Seen.Tree.Size == _log.Size);
        await sut.StopAsync(Token);
    }

    [Fact]
    public async Task Walk_OlderCopy_IsRolledBackAndNotRemembered()
    {
        await _log.GrowAsync(_store);
        var older = await TestLog.CopyAsync(_store);
        await _log.GrowAsync(_store);
        using (var first = await StartAsync(_store))
        {
            await EventuallyAsync(() => _memory.Seen is not null);
            await first.StopAsync(Token);
        }

        var seen = _memory.Seen;
        using var sut = await StartAsync(older);
        await EventuallyAsync(() => _last.Outcome!.Result == VerificationResult.Broken && _measured["signet_verification_findings"] > 0);
        await sut.StopAsync(Token);

        Assert.Equal(VerificationResult.Broken, _last.Outcome!.Result);
        Assert.Equal(FindingKind.RolledBack, Assert.Single(_last.Outcome.Report!.Findings).Kind);
        Assert.Equal(1, _measured["signet_verification_findings"]);
        Assert.Equal(seen, _memory.Seen);
    }

    [Fact]
    public async Task Walk_ChangedLog_IsNotRemembered()
    {
        var changed = new MemoryStore();
        await _log.GrowAsync(_store);
        var octets = (await _store.ReadSegmentAsync(TestLog.LogId, 0, Token))!.Value.ToArray();
        octets[^10] ^= 1;
        await changed.CreateSegmentAsync(TestLog.LogId, 0, octets, Token);
        using var sut = await StartAsync(changed);
        await EventuallyAsync(() => _last.Outcome is not null);
        await sut.StopAsync(Token);

        Assert.Equal(VerificationResult.Broken, _last.Outcome!.Result);
        Assert.Null(_memory.Seen);
    }

    [Fact]
    public async Task Walk_NoLogYet_SaysNothingAndGoesOn()
    {
        using var sut = await StartAsync(_store);
        await EventuallyAsync(() => _memory.Recalled > 0);
        Assert.Null(_last.Outcome);

        await _log.GrowAsync(_store);
        await AdvanceUntilAsync(() => _last.Outcome?.Result == VerificationResult.Clean);
        await sut.StopAsync(Token);
    }

    [Fact]
    public async Task Walk_MemoryDamaged_ConcludesNothingAndGoesOn()
    {
        await _log.GrowAsync(_store);
        _memory.Fault = new IOException("damaged");
        using var sut = await StartAsync(_store);
        await EventuallyAsync(() => _last.Outcome is not null);
        Assert.Equal((VerificationResult.NotVerified, "damaged"), (_last.Outcome!.Result, _last.Outcome.Fault));

        _memory.Fault = null;
        await AdvanceUntilAsync(() => _last.Outcome.Result == VerificationResult.Clean);
        await sut.StopAsync(Token);
    }

    [Fact]
    public void Options_IntervalTooShort_IsRefused() => Assert.Throws<ArgumentException>(() => new ServiceCollection().AddVerifier(
        new VerifierOptions { Trust = _log.Trust, Interval = TimeSpan.FromMilliseconds(999) }));

    /// <summary>Waits for what will come, and gives up after a minute.</summary>
    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (var attempt = 0; !holds(); attempt++)
        {
            Assert.True(attempt < 12_000, "What was waited for never came.");
            await Task.Delay(5, Token);
        }
    }

    /// <summary>
    /// Lets the interval pass until something has come. Once isn't enough: the worker may not be waiting yet when the clock moves.
    /// </summary>
    private Task AdvanceUntilAsync(Func<bool> holds) => EventuallyAsync(() =>
    {
        _time.Advance(Interval);
        return holds();
    });

    private async Task<VerifierWorker> StartAsync(MemoryStore store)
    {
        var options = new VerifierOptions { Trust = _log.Trust, Interval = Interval };
        var publisher = new OutcomePublisher(
            [new BrokenSink()], _last, _services.GetRequiredService<SignetMetrics>(), NullLogger<OutcomePublisher>.Instance);
        var run = new VerifierRun(new LogCheck(store, store, _memory, options, _time), options, publisher, _memory, _time);
        var worker = new VerifierWorker(options, run, _time);
        await worker.StartAsync(Token);
        return worker;
    }

    /// <summary>One that can't be told keeps nobody else from it.</summary>
    private sealed class BrokenSink : IOutcomeSink
    {
        public string Name => "broken";

        public ValueTask PublishAsync(VerificationOutcome outcome, CancellationToken cancellationToken) => throw new IOException("away");
    }

    private sealed class FakeMemory : IVerifierMemory
    {
        private int _recalled;

        public int Recalled => Volatile.Read(ref _recalled);

        public SeenLog? Seen { get; private set; }

        public IOException? Fault { get; set; }

        public ValueTask<SeenLog?> RecallAsync(string logId, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _recalled);
            return Fault is null ? ValueTask.FromResult(Seen) : throw Fault;
        }

        public ValueTask RememberAsync(SeenLog seen, CancellationToken cancellationToken)
        {
            Seen = seen;
            return ValueTask.CompletedTask;
        }
    }
}
