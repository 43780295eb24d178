using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.State;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Verification;
using Xunit;

namespace Signet.Ledger.Tests.State;

public sealed class LogStateTests
{
    private static readonly DateTimeOffset At = EntrySamples.Noon;

    private readonly LogState _sut = Begun();
    private long _entry = 2;

    [Fact]
    public void Apply_MoreEpochsThanAreKept_ForgetsAFinishedOneFirstAndNeverBelievesItAgain()
    {
        var epochs = Enumerable.Range(0, ProducerHistory.EpochsKept + 1).Select(i => Guid.CreateVersion7(At.AddSeconds(i))).ToArray();
        for (var i = 0; i < ProducerHistory.EpochsKept; i++)
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
        var epochs = Enumerable.Range(0, ProducerHistory.EpochsKept + 1).Select(i => Guid.CreateVersion7(At.AddSeconds(i))).ToArray();
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
            PublicKey = new byte[32],
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

    [Fact]
    public void IsWithinReach_TooFarAboveTheWatermark_HasToWait()
    {
        var epoch = Guid.CreateVersion7(At);
        Assert.True(_sut.IsWithinReach(Position(epoch, EpochProgress.MaxAhead)));
        Assert.False(_sut.IsWithinReach(Position(epoch, EpochProgress.MaxAhead + 1)));

        Commit(epoch, 0, At);
        Assert.True(_sut.IsWithinReach(Position(epoch, EpochProgress.MaxAhead + 1)));
        Assert.False(_sut.IsWithinReach(Position(epoch, EpochProgress.MaxAhead + 2)));
    }

    [Fact]
    public void Apply_KeyEntry_RetiresTheKeyAndNamesTheNext()
    {
        Assert.Equal(("chain-1", "chain-1"), (_sut.KeyId, _sut.NextKeyId));
        _sut.Apply(new Entry(_entry++, At, new KeyBody { From = "chain-1", To = "chain-2", Reason = "" }));
        Assert.Equal(("chain-1", "chain-2"), (_sut.KeyId, _sut.NextKeyId));
        Assert.True(_sut.IsRetired("chain-1"));

        _sut.Apply(new Entry(_entry++, At, new EpochBody { Epoch = 2, Writer = "w", KeyId = "chain-2" }));
        Assert.Equal((2, "chain-2", "chain-2"), (_sut.Epoch, _sut.KeyId, _sut.NextKeyId));
    }

    [Fact]
    public void Apply_Anchor_WhatCameBehindItWaitsOn()
    {
        Assert.Equal(At, _sut.UnanchoredSince);
        var anchor = StateEvents.Anchor(2, At.AddMinutes(2));
        _sut.Apply(new Entry(_entry++, At, anchor));
        Assert.Equal((2, At.AddMinutes(2), null), (_sut.AnchoredSize, _sut.AnchoredAt, _sut.UnanchoredSince));

        _sut.Apply(new Entry(_entry++, At.AddMinutes(3), new EndBody()));
        _sut.Apply(new Entry(_entry++, At.AddMinutes(4), anchor with { TreeSize = 3 }));
        Assert.Equal((3, At.AddMinutes(1)), (_sut.AnchoredSize, _sut.UnanchoredSince));
        Assert.True(_sut.Ended);
    }

    private static LogState Begun()
    {
        using var log = new LogBuilder();
        var state = new LogState();
        state.Apply(new Entry(0, At, log.Genesis()));
        state.Apply(new Entry(1, At, new EpochBody { Epoch = 1, Writer = "w", KeyId = log.KeyId }));
        return state;
    }

    private static ProducerPosition Position(Guid epoch, long seq) => new("gateway.1", epoch, seq);

    private void Commit(Guid epoch, long seq, DateTimeOffset at, EventPhase phase = EventPhase.Alive)
    {
        _sut.Apply(new Entry(_entry++, at, StateEvents.Commit("gateway.1", epoch, seq, phase)));
    }
}
