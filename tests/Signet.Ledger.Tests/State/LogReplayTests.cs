using System.Text;
using CsCheck;
using Signet.Ledger.Entries;
using Signet.Ledger.State;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Verification;
using Xunit;

namespace Signet.Ledger.Tests.State;

public sealed class LogReplayTests
{
    [Fact]
    public void Apply_EveryStateLost_MakesThemAllAgain() => StatePlan.Any.Sample(
        plan =>
        {
            using var log = plan.Write();
            using var replay = StateLog.Replay();
            for (var number = 0; number < log.Segments.Count; number++)
            {
                Assert.Null(replay.Apply(number, log.Segments[number]));
                Assert.Equal(log.States.ContainsKey(number), replay.SealedState is not null);
                if (replay.SealedState is { } rebuilt)
                {
                    Assert.Equal(number, rebuilt.Segment);
                    Assert.True(rebuilt.Is(log.States[number]));
                }
            }

            return StateLog.Write(replay.State).AsSpan().SequenceEqual(StateLog.Write(log.State));
        },
        iter: 300);

    [Fact]
    public void Apply_FromAnyState_EndsLikeAReplayFromTheStart() => StatePlan.Any.Sample(
        plan =>
        {
            using var log = plan.Write();
            foreach (var (segment, octets) in log.States)
            {
                using var replay = StateLog.Replay(StateCodec.Read(octets, Digest.Of(octets)));
                for (var number = (int)segment; number < log.Segments.Count; number++)
                {
                    Assert.Null(replay.Apply(number, log.Segments[number]));
                    Assert.True(replay.SealedState?.Is(log.States[number]) ?? !log.States.ContainsKey(number));
                }

                Assert.Equal(StateLog.Write(log.State), StateLog.Write(replay.State));
            }
        },
        iter: 300);

    [Fact]
    public void Apply_AnyOctetChanged_IsRefusedFromTheStartAndFromAState()
    {
        using var log = Small();
        for (var changed = 0; changed < log.Segments.Count; changed++)
        {
            var octets = log.Segments[changed];
            for (var at = 0; at < octets.Length; at++)
            {
                octets[at] ^= 1;
                using var fromStart = StateLog.Replay();
                Assert.NotNull(Fault(fromStart, log, 0, changed));
                using var fromState = StateLog.Replay(StateCodec.Read(log.States[changed], Digest.Of(log.States[changed])));
                Assert.NotNull(Fault(fromState, log, changed, changed));
                octets[at] ^= 1;
            }
        }
    }

    [Fact]
    public void Apply_AfterAFault_NothingMoreIsTaken()
    {
        using var log = Small();
        using var replay = StateLog.Replay();
        var fault = replay.Apply(1, log.Segments[1]);
        Assert.NotNull(fault);
        Assert.Equal(fault, replay.Apply(0, log.Segments[0]));
        Assert.Equal(0, replay.State.Head.Size);
    }

    [Fact]
    public void SealedState_AnotherDigestNamed_IsNoStateAtAll()
    {
        using var log = new StateLog();
        log.Segment([new HeartbeatBody { IntervalSeconds = 60 }], Digest.Of([1]));
        using var replay = log.ReplayAll();
        Assert.Equal(new SealedState(0, Digest.Of([1]), null), replay.SealedState);
        Assert.False(replay.SealedState!.Is(log.States[0]));
        Assert.False(replay.SealedState.Is([]));
    }

    [Fact]
    public void SealedState_OtherOctetsStored_AreNotIt()
    {
        using var log = Small();
        using var replay = log.ReplayAll();
        var stored = log.States[2];
        Assert.True(replay.SealedState!.Is(stored));
        stored[^2] ^= 1;
        Assert.False(replay.SealedState.Is(stored));
        Assert.False(replay.SealedState.Is(log.States[1]));
    }

    [Fact]
    public void Apply_LinesOfRandomPieces_NeverThrows()
    {
        using var log = LogBuilder.Large();
        var lines = log.Segments.SelectMany(segment => Encoding.UTF8.GetString(segment).Split('\n')).ToArray();
        Gen.OneOf(lines).List[0, 12].List[1, 3].Sample(
            segments =>
            {
                using var replay = new LogReplay(log.LogId, StateLog.KeyOf);
                var octets = segments.Select(piece => Encoding.UTF8.GetBytes(string.Concat(piece.Select(line => line + "\n"))));
                return octets.Select((segment, i) => replay.Apply(i, segment)).Last() is not null;
            },
            iter: 1_000);
    }

    [Fact]
    public void Apply_AnyEntriesUnderTheRightKey_AreRefusedOrLeadToAStateThatIsRead()
    {
        using var signer = EventSamples.Signer();
        var commits = EventSamples.Any.Select(value => (EntryBody)new CommitBody { SignedEvent = signer.Sign(value) });
        Gen.OneOf([.. EntrySamples.Bodies, commits]).List[1, 4].List[1, 3].Sample(
            segments =>
            {
                using var log = new LogBuilder();
                segments.ForEach(bodies => log.Segment([.. bodies]));
                using var replay = new LogReplay(log.LogId, StateLog.KeyOf);
                if (log.Segments.Select((segment, i) => replay.Apply(i, segment)).All(fault => fault is null))
                {
                    var octets = StateLog.Write(replay.State);
                    Assert.Equal(octets, StateLog.Write(StateCodec.Read(octets, Digest.Of(octets))!));
                }
            },
            iter: 1_000);
    }

    private static StateLog Small()
    {
        var log = new StateLog();
        var epoch = EventSamples.Uuid7(1);
        log.Segment(StateEvents.Commit("gateway-1", epoch, 0));
        log.Segment(StateEvents.Commit("gateway-1", epoch, 2));
        log.NextEpoch();
        log.Segment(StateEvents.Commit("gateway-1", epoch, 1));
        return log;
    }

    private static string? Fault(LogReplay replay, StateLog log, int from, int through)
    {
        string? fault = null;
        for (var number = from; number <= through; number++)
        {
            fault = replay.Apply(number, log.Segments[number]);
        }

        return fault;
    }
}
