using System.Security.Cryptography;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Verification;
using Xunit;

namespace Signet.Ledger.Tests.State;

/// <summary>Logs under the right key that break the rules which a state depends on, and keys of every kind.</summary>
public sealed class ReplayRuleTests
{
    private static readonly HeartbeatBody Heartbeat = new() { IntervalSeconds = 60 };

    [Fact]
    public void Apply_LogWithEveryRotation_IsTaken()
    {
        using var log = LogBuilder.Large();
        Assert.Null(Replay(log).Fault);
    }

    [Fact]
    public void Apply_NoSecretForTheKey_SaysWhichKey()
    {
        using var log = LogBuilder.Small();
        using var replay = new LogReplay(log.LogId, (_, _) => null);
        Assert.Contains("chain-1", replay.Apply(0, log.Segments[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_AnotherLog_IsRefused()
    {
        using var log = LogBuilder.Small();
        using var other = new LogReplay("log.other", StateLog.KeyOf);
        Assert.NotNull(other.Apply(0, log.Segments[0]));
        using var strange = new LogBuilder();
        strange.WriteRaw([strange.Genesis() with { LogId = "log.other" }, Opening(1)]);
        Assert.Equal((0, "entry 0 can't stand where it does"), Replay(strange));
    }

    [Fact]
    public void Apply_StateOfAnotherLog_IsRefused()
    {
        using var log = new StateLog();
        log.Segment(Heartbeat);
        var state = StateCodec.Read(log.States[0], Digest.Of(log.States[0]))!;
        state.LogId = "log.other";
        using var replay = StateLog.Replay(state);
        Assert.NotNull(replay.Apply(0, log.Segments[0]));
    }

    [Fact]
    public void Apply_GenesisMissingOrTwice_IsRefused()
    {
        using var without = new LogBuilder();
        without.WriteRaw([Heartbeat, Opening(1)]);
        Assert.Equal(0, Replay(without).Segment);

        using var twice = new LogBuilder();
        twice.Segment(twice.Genesis());
        Assert.Equal((0, "entry 2 can't stand where it does"), Replay(twice));
    }

    [Fact]
    public void Apply_EpochEntryMissingOrElsewhere_IsRefused()
    {
        using var without = new LogBuilder();
        without.WriteRaw([without.Genesis(), Heartbeat]);
        Assert.Equal((0, "it lacks its epoch entry"), Replay(without));

        using var elsewhere = new LogBuilder();
        elsewhere.Segment(Heartbeat);
        elsewhere.Segment(Opening(2));
        Assert.Equal((1, "entry 4 can't stand where it does"), Replay(elsewhere));
    }

    [Fact]
    public void Apply_KeyReplaced_TheNextEpochIsUnderIt()
    {
        using var staysOn = new LogBuilder();
        staysOn.Segment(staysOn.Rotation("chain-2"));
        staysOn.Segment(Heartbeat);
        Assert.Equal((1, "its epoch does not continue the log"), Replay(staysOn));

        using var another = new LogBuilder();
        another.Segment(another.Rotation("chain-2"));
        another.NextEpoch("chain-3");
        another.Segment(Heartbeat);
        Assert.Equal((1, "entry 4 can't stand where it does"), Replay(another));

        using var comesBack = new LogBuilder();
        comesBack.Segment(comesBack.Rotation("chain-2"));
        comesBack.NextEpoch("chain-2");
        comesBack.Segment(comesBack.Rotation("chain-1"));
        Assert.Equal(1, Replay(comesBack).Segment);

        using var early = new LogBuilder();
        early.Segment(early.Rotation("chain-2"), Heartbeat);
        Assert.Equal(0, Replay(early).Segment);
    }

    [Fact]
    public void Apply_EntriesBehindTheEnd_AreRefused()
    {
        using var log = new LogBuilder();
        log.Segment(new EndBody());
        log.Segment(Heartbeat);
        Assert.Equal(1, Replay(log).Segment);
    }

    [Fact]
    public void Apply_EventTooFarAhead_IsRefused()
    {
        using var log = new LogBuilder();
        log.Segment(StateEvents.Commit("gateway-1", EventSamples.Uuid7(1), EpochProgress.MaxAhead + 1));
        Assert.Equal((0, "entry 2 can't stand where it does"), Replay(log));
    }

    [Fact]
    public void Apply_AnchorOfATreeThatIsNotThere_IsRefused()
    {
        using var log = new LogBuilder();
        log.Segment(StateEvents.Anchor(3, EntrySamples.Noon));
        Assert.Equal((0, "entry 2 can't stand where it does"), Replay(log));
    }

    [Fact]
    public void Apply_EndedLog_StaysEndedInItsState()
    {
        using var log = new StateLog();
        log.Segment(new EndBody());
        Assert.True(StateCodec.Read(log.States[0], Digest.Of(log.States[0]))!.Ended);
    }

    [Fact]
    public void Apply_SealedEpochKey_IsOpenedFromTheEntryAndFromTheState()
    {
        using var rsa = RSA.Create(2_048);
        using var signer = new CheckpointSigner(StateLog.LogId, new byte[32]);
        using var key = SealedEpochKey.Draw(1, 0);
        var (state, segments, states) = (new LogState(), new List<byte[]>(), new List<byte[]>());
        while (segments.Count < 3)
        {
            var builder = new SegmentBuilder(StateLog.LogId, "chain-1", key, state.Head);
            if (segments.Count == 0)
            {
                Append(builder, state, Genesis());
                Append(builder, state, Opening(1) with { SealedKey = SealedEpochKey.Seal(key, rsa, signer, builder.LastMac) });
            }

            Append(builder, state, Heartbeat);
            states.Add(StateCodec.Write(state, builder.BeforeSeal)!);
            var segment = builder.Seal(Digest.Of(states[^1]), EntrySamples.Noon);
            state.Head = segment.Head;
            segments.Add(segment.Octets.ToArray());
            key.Ratchet();
        }

        for (var from = -1; from < segments.Count; from++)
        {
            using var replay = new LogReplay(
                StateLog.LogId, (epoch, segment) => SealedEpochKey.Open(epoch.SealedKey!, rsa, epoch.Epoch, segment),
                from < 0 ? null : StateCodec.Read(states[from], Digest.Of(states[from])));
            for (var number = Math.Max(from, 0); number < segments.Count; number++)
            {
                Assert.Null(replay.Apply(number, segments[number]));
            }

            Assert.Equal(StateLog.Write(state), StateLog.Write(replay.State));
        }
    }

    private static void Append(SegmentBuilder builder, LogState state, EntryBody body)
    {
        state.Apply(new Entry(builder.NextSeq, EntrySamples.Noon, body));
        builder.Append(body, EntrySamples.Noon);
    }

    private static EpochBody Opening(long epoch) => new() { Epoch = epoch, Writer = "w", KeyId = "chain-1" };

    private static GenesisBody Genesis()
    {
        using var log = new LogBuilder();
        return log.Genesis();
    }

    private static (int Segment, string? Fault) Replay(LogBuilder log)
    {
        using var replay = new LogReplay(log.LogId, StateLog.KeyOf);
        for (var number = 0; number < log.Segments.Count; number++)
        {
            if (replay.Apply(number, log.Segments[number]) is { } fault)
            {
                return (number, fault);
            }
        }

        return (log.Segments.Count, null);
    }
}
