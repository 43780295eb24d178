using System.Text;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.State;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Xunit;

namespace Signet.Ledger.Tests.State;

/// <summary>What is at a limit is read back, and what is beyond it is refused.</summary>
public sealed class StateLimitTests
{
    [Fact]
    public void Read_EpochsOfAProducer_UpTo64()
    {
        Assert.True(Reads(Epochs(ProducerHistory.EpochsKept)));
        Assert.False(Reads(Epochs(ProducerHistory.EpochsKept + 1)));
        Assert.False(Reads([]));
        Assert.False(Reads([Epoch(1, [0]), Epoch(1, [0])]));
    }

    [Fact]
    public void Read_EpochsInTheOrderInWhichTheyCame_TheSameOneIsForgottenNext()
    {
        var state = State(Epochs(ProducerHistory.EpochsKept).Reverse());
        var octets = StateLog.Write(state);
        var read = StateCodec.Read(octets, Digest.Of(octets))!;
        var event65 = new Entry(state.Head.Size, EntrySamples.Noon, StateEvents.Commit("gateway-1", EventSamples.Uuid7(1_000), 0));
        state.Apply(event65);
        read.Apply(event65);

        Assert.Equal(EventSamples.Uuid7(ProducerHistory.EpochsKept - 1), Assert.Single(read.Producers).Floor);
        Assert.Equal(StateLog.Write(state), StateLog.Write(read));
    }

    [Fact]
    public void Read_DigestsOfAnEpoch_UpTo4096()
    {
        var full = Epoch(1, Enumerable.Range(0, ProducerEpoch.DigestsKept + 1).Select(i => (long)i));
        Assert.Equal(ProducerEpoch.DigestsKept, full.Digests.Count);
        Assert.True(Reads([full]));

        var none = new ProducerEpoch(EventSamples.Uuid7(1)) { Progress = new EpochProgress(1, []), LastHeard = EntrySamples.Noon };
        Assert.False(Reads([none]));
    }

    [Fact]
    public void Read_DigestOfANumberThatIsNotKnown_IsRefused()
    {
        var epoch = Epoch(1, [0, 2]);
        epoch.Remember(1, Digest.Of([1]));
        Assert.False(Reads([epoch]));
    }

    [Fact]
    public void Read_NumbersAboveTheWatermark_AsFarAsTheyMayBe()
    {
        Assert.True(Reads([Epoch(1, [0, 1 + EpochProgress.MaxAhead])]));
        Assert.False(Reads([Epoch(1, [0, 2 + EpochProgress.MaxAhead])]));
        Assert.True(Reads([Epoch(1, Enumerable.Range(1, EpochProgress.MaxAhead).Select(i => (long)i))]));
    }

    [Fact]
    public void Read_HoleWithoutNumbersAbove_IsRefused()
    {
        var epoch = Epoch(1, [0]);
        epoch.HoleSince = EntrySamples.Noon;
        Assert.False(Reads([epoch]));
    }

    [Fact]
    public void Read_ProducersAndKeysOutOfOrder_AreRefused()
    {
        var state = State([Epoch(1, [0])]);
        state.Add(new ProducerHistory("gateway-2", [Epoch(1, [0])], null));
        state.Add(Key("gateway-3", "k"));
        state.Add(Key("gateway-4", "k"));
        var text = Encoding.ASCII.GetString(StateLog.Write(state));
        Assert.NotNull(StateReader.Read(Encoding.ASCII.GetBytes(text)));
        foreach (var (from, to) in new[]
        {
            ("gateway-1", "gateway-2"), ("gateway-1", "gateway-5"), ("gateway-3", "gateway-4"), ("gateway-3", "gateway-5"),
        })
        {
            Assert.Null(StateReader.Read(Encoding.ASCII.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void Write_StateThatHasOutgrownItsLimit_IsNone()
    {
        var state = State([Epoch(1, [0])]);
        var key = Key("gateway-1", "k") with { Evidence = new string('\u0001', 1_024) };
        for (var i = 0; i < StateCodec.MaxOctets / (6 * 1_024); i++)
        {
            state.Add(key with { KeyId = $"k{i}" });
        }

        Assert.Null(StateCodec.Write(state, state.Head));
    }

    [Fact]
    public void Read_MoreOctetsThanAStateHas_IsRefused()
    {
        var octets = new byte[StateCodec.MaxOctets + 1];
        Assert.Null(StateCodec.Read(octets, Digest.Of(octets)));
        Assert.Null(StateReader.Read(octets));
    }

    private static bool Reads(IEnumerable<ProducerEpoch> epochs)
    {
        var octets = StateLog.Write(State(epochs));
        return StateCodec.Read(octets, Digest.Of(octets)) is { } read && StateLog.Write(read).AsSpan().SequenceEqual(octets);
    }

    private static LogState State(IEnumerable<ProducerEpoch> epochs)
    {
        using var log = new StateLog();
        log.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        log.State.Add(new ProducerHistory("gateway-1", [.. epochs], null));
        return log.State;
    }

    private static ProducerKeyBody Key(string producer, string keyId) => new()
    {
        Producer = producer,
        KeyId = keyId,
        Alg = EventSignature.Ed25519,
        PublicKey = new byte[32],
        Evidence = "",
    };

    private static IEnumerable<ProducerEpoch> Epochs(int count) => Enumerable.Range(0, count).Select(i => Epoch(i, [0]));

    private static ProducerEpoch Epoch(int number, IEnumerable<long> known)
    {
        var epoch = new ProducerEpoch(EventSamples.Uuid7(number));
        foreach (var seq in known)
        {
            epoch.Take(seq, Digest.Of([1]), EntrySamples.Noon, closes: false);
        }

        return epoch;
    }
}
