using System.Text;
using Signet.Auditor.Recovery;
using Signet.Auditor.Sequencing;
using Signet.Ledger;
using Signet.Ledger.State;
using Signet.Storage.Memory;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Recovery;

public sealed class LogRecoveryTests : IAsyncLifetime
{
    private readonly MemoryStore _store = new();
    private readonly HastyTime _time = new();
    private long _tail;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var events = new TestEvents(TestAuditor.LogId, "gateway.1", HastyTime.Start);
        await using var auditor = await new TestAuditor(_store, _store, _time).StartAsync();
        await auditor.EnrolAsync(events);
        for (var i = 0; i < 9; i++)
        {
            await auditor.SendAsync(events.Wire(i));
        }

        _tail = (await TestAuditor.SegmentsAsync(_store)).Count - 1;
        Assert.Equal(10, _tail);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Start_AnyOctetOfTheTailChanged_IsRefusedAndNothingIsWritten()
    {
        var octets = (await _store.ReadSegmentAsync(TestAuditor.LogId, _tail, Token))!.Value.ToArray();
        var step = Math.Max(1, octets.Length / Rounds.Of(2_000));
        for (var at = 0; at < octets.Length; at += step)
        {
            var changed = octets.ToArray();
            changed[at] ^= 1;
            var damaged = await CopyAsync(_store, segment => segment == _tail ? changed : null);

            await RefusesAsync(damaged, damaged, _tail);
            await RefusesAsync(damaged, new MemoryStore(), _tail);
        }
    }

    [Fact]
    public async Task Start_ASegmentMissingBehindTheState_IsRefusedByItsNumber()
    {
        for (var missing = 8L; missing < _tail; missing++)
        {
            var number = missing;
            var damaged = await CopyAsync(_store, _ => null, leaveOut: number);

            await RefusesAsync(damaged, damaged, number);
        }
    }

    [Fact]
    public async Task Start_ASegmentMissingAndNoState_IsRefusedByItsNumber()
    {
        for (var missing = 0L; missing < _tail; missing++)
        {
            var number = missing;
            await RefusesAsync(await CopyAsync(_store, _ => null, leaveOut: number), new MemoryStore(), number);
        }
    }

    [Fact]
    public async Task Recover_ABillionEntries_TakesEightReadsAtMost()
    {
        for (var tail = 0; tail < 8; tail++)
        {
            for (var lost = 0; lost <= 1; lost++)
            {
                var log = new HugeLog(segments: 5 + tail, statesLost: tail % 4 <= StateShelf.MaxAhead ? lost : 0);
                var state = await new LogRecovery(TestAuditor.LogId, TestAuditor.Options().Keys.ChainSecretOf, log, log).RecoverAsync(Token);

                Assert.Equal(log.Size, state.Head.Size);
                Assert.InRange(state.Head.Size, 1_000_000_000, long.MaxValue);
                Assert.InRange(log.Reads, 2, LogRecovery.MaxReads);
                Assert.InRange(log.Probes, 1, 64);
            }
        }
    }

    [Fact]
    public async Task Start_TailNamesAStateOfAnotherPlace_IsRefused()
    {
        // Whoever can write both stores but has no key must not get past the replay by a state from behind the tail.
        var forged = LogStates.Write(await RecoverAsync(_store, _store));
        var tail = Encoding.UTF8.GetString((await _store.ReadSegmentAsync(TestAuditor.LogId, _tail, Token))!.Value.Span);
        var at = tail.LastIndexOf($"\"segment\":{_tail}}}", StringComparison.Ordinal) + $"\"segment\":{_tail}".Length;
        var octets = Encoding.UTF8.GetBytes(tail.Insert(at, $",\"state_sha256\":\"{Digest.Of(forged)}\""));
        var damaged = await CopyAsync(_store, segment => segment == _tail ? octets : null);
        await damaged.PutAsync(TestAuditor.LogId, StateCodec.NameOf(_tail), forged, Token);

        await RefusesAsync(damaged, damaged, _tail);
    }

    [Fact]
    public async Task Recover_StatesLostOrForeign_IsTheSameAndTheyAreRestored()
    {
        var expected = LogStates.Write(await RecoverAsync(_store, _store));
        var derived = new MemoryStore();
        await derived.PutAsync(TestAuditor.LogId, StateCodec.NameOf(8), new byte[] { 1, 2, 3 }, Token);

        Assert.Equal(expected, LogStates.Write(await RecoverAsync(_store, derived)));

        foreach (var segment in new[] { 0L, 4L, 8L })
        {
            var name = StateCodec.NameOf(segment);
            Assert.Equal(
                (await _store.ReadAsync(TestAuditor.LogId, name, Token))!.Value.ToArray(),
                (await derived.ReadAsync(TestAuditor.LogId, name, Token))!.Value.ToArray());
        }
    }

    [Fact]
    public async Task Recover_EmptyStore_IsTheEmptyState()
    {
        var state = await RecoverAsync(new MemoryStore(), new MemoryStore());

        Assert.Equal((0L, 0L, 0L), (state.Head.Size, state.Head.NextSegment, state.Epoch));
    }

    private static Task<LogState> RecoverAsync(MemoryStore segments, MemoryStore derived) =>
        new LogRecovery(TestAuditor.LogId, TestAuditor.Options().Keys.ChainSecretOf, segments, derived).RecoverAsync(Token);

    private static async Task<MemoryStore> CopyAsync(MemoryStore store, Func<long, byte[]?> replace, long leaveOut = -1)
    {
        var copy = new MemoryStore();
        await foreach (var segment in store.ListSegmentsAsync(TestAuditor.LogId, Token))
        {
            if (segment != leaveOut)
            {
                var octets = replace(segment) ?? (await store.ReadSegmentAsync(TestAuditor.LogId, segment, Token))!.Value;
                await copy.CreateSegmentAsync(TestAuditor.LogId, segment, octets, Token);
            }
        }

        await foreach (var name in store.ListAsync(TestAuditor.LogId, "", Token))
        {
            await copy.PutAsync(TestAuditor.LogId, name, (await store.ReadAsync(TestAuditor.LogId, name, Token))!.Value, Token);
        }

        return copy;
    }

    private async Task RefusesAsync(MemoryStore segments, MemoryStore derived, long segment)
    {
        var before = await CountAsync(segments, derived);
        var sut = new TestAuditor(segments, derived, _time);
        await sut.Sequencer.StartAsync(Token);
        var exception = await Assert.ThrowsAsync<LogDamagedException>(() => sut.Sequencer.ExecuteTask!);
        Assert.Equal(segment, exception.Segment);
        Assert.StartsWith($"Segment {segment} ", exception.Message, StringComparison.Ordinal);
        Assert.False(sut.Head.IsWriting);
        Assert.Equal(before, await CountAsync(segments, derived));
    }

    private static async Task<(int Segments, int Derived)> CountAsync(MemoryStore segments, MemoryStore derived)
    {
        var (s, d) = (0, 0);
        await foreach (var _ in segments.ListSegmentsAsync(TestAuditor.LogId, Token))
        {
            s++;
        }

        await foreach (var _ in derived.ListAsync(TestAuditor.LogId, "", Token))
        {
            d++;
        }

        return (s, d);
    }
}
