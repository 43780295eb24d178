using Signet.Auditor.State;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.State;

public sealed class LogStateTests : IDisposable
{
    private static readonly DateTimeOffset At = HastyTime.Start;

    private readonly LogState _sut = LogStates.Begun(At);
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", At);
    private long _entry = 2;

    public void Dispose() => _events.Dispose();

    [Fact]
    public void Apply_MoreEpochsThanAreKept_ForgetsAFinishedOneFirstAndNeverBelievesItAgain()
    {
        var epochs = Enumerable.Range(0, LogState.EpochsKept + 1).Select(i => Guid.CreateVersion7(At.AddSeconds(i))).ToArray();
        for (var i = 0; i < LogState.EpochsKept; i++)
        {
            Commit(epochs[i], 0, At, i == 40 ? EventPhase.Closed : EventPhase.Alive);
        }

        Commit(epochs[^1], 0, At);

        Assert.Null(_sut.Find(Position(epochs[40], 0)));
        Assert.True(_sut.IsStale(Position(epochs[40], 0), At));
        Assert.NotNull(_sut.Find(Position(epochs[0], 0)));
        Assert.NotNull(_sut.Find(Position(epochs[^1], 0)));
        Assert.False(_sut.IsStale(Position(Guid.CreateVersion7(At.AddHours(1)), 0), At));
    }

    [Fact]
    public void Apply_OnlyOpenEpochs_ForgetsTheOldest()
    {
        var epochs = Enumerable.Range(0, LogState.EpochsKept + 1).Select(i => Guid.CreateVersion7(At.AddSeconds(i))).ToArray();
        Array.ForEach(epochs, epoch => Commit(epoch, 0, At));

        Assert.Null(_sut.Find(Position(epochs[0], 0)));
        Assert.True(_sut.IsStale(Position(epochs[0], 0), At));
        Assert.NotNull(_sut.Find(Position(epochs[1], 0)));
    }

    [Fact]
    public void Apply_FinishedLongerThanItIsRemembered_IsForgotten()
    {
        var finished = Guid.CreateVersion7(At);
        var open = Guid.CreateVersion7(At);
        Commit(finished, 0, At, EventPhase.Closed);
        Commit(open, 0, At);

        Commit(Guid.CreateVersion7(At.AddDays(6)), 0, At.AddDays(6));
        Assert.NotNull(_sut.Find(Position(finished, 0)));

        Commit(Guid.CreateVersion7(At.AddDays(8)), 0, At.AddDays(8));
        Assert.Null(_sut.Find(Position(finished, 0)));
        Assert.NotNull(_sut.Find(Position(open, 0)));
        Assert.True(_sut.IsStale(Position(finished, 0), At));
    }

    [Fact]
    public void IsStale_UnknownEpochOfBeforeTheDedupeWindow_IsStale()
    {
        Assert.True(_sut.IsStale(Position(Guid.CreateVersion7(At.AddDays(-7).AddSeconds(-1)), 0), At));
        Assert.False(_sut.IsStale(Position(Guid.CreateVersion7(At.AddDays(-7).AddSeconds(1)), 0), At));
        Assert.False(_sut.IsStale(Position(new Guid("ffffffff-ffff-7fff-bfff-ffffffffffff"), 0), At));
    }

    [Fact]
    public void Apply_NewEpoch_KeepsTheDigestsOfAnOlderOpenOne()
    {
        var older = Guid.CreateVersion7(At);
        for (var seq = 0; seq < 600; seq++)
        {
            Commit(older, seq, At);
        }

        Commit(Guid.CreateVersion7(At.AddSeconds(1)), 0, At);

        // A producer that ended without an answer sends all of it again in its next life.
        Assert.Equal(600, _sut.Find(Position(older, 0))!.Digests.Count);
    }

    [Fact]
    public void KeySnapshot_RevokedKey_IsLeftOutAndStaysRevoked()
    {
        var key = new ProducerKeyBody
        {
            Producer = "gateway.1",
            KeyId = "k",
            Alg = EventSignature.Ed25519,
            PublicKey = _events.PublicKey,
            Evidence = "",
        };
        _sut.Apply(new Entry(_entry++, At, key));
        Assert.Single(_sut.KeySnapshot());
        Assert.False(_sut.IsRevoked(key));

        _sut.Apply(new Entry(_entry++, At, key with { Revoked = true }));
        Assert.Empty(_sut.KeySnapshot());
        Assert.True(_sut.IsRevoked(key with { KeyId = "other" }));
        Assert.False(_sut.IsRevoked(key with { Producer = "gateway.2" }));
    }

    private static ProducerPosition Position(Guid epoch, long seq) => new("gateway.1", epoch, seq);

    private void Commit(Guid epoch, long seq, DateTimeOffset at, EventPhase phase = EventPhase.Alive)
    {
        _events.Epoch = epoch;
        _sut.Apply(LogStates.Commit(_entry++, at, _events.Sign(seq, "", phase)));
    }
}
