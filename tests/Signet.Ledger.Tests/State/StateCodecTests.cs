using System.Text;
using CsCheck;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.State;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Xunit;

namespace Signet.Ledger.Tests.State;

public sealed class StateCodecTests
{
    [Fact]
    public void Read_WhatWasWritten_GivesTheSameOctetsAgain() => StatePlan.Any.Sample(
        plan =>
        {
            using var log = plan.Write();
            return log.States.Values.All(octets =>
                StateCodec.Read(octets, Digest.Of(octets)) is { } read && StateLog.Write(read).AsSpan().SequenceEqual(octets));
        },
        iter: 300);

    [Fact]
    public void Write_AnyLog_IsCanonicalAndTheSameEachTime() => StatePlan.Any.Sample(
        plan =>
        {
            using var log = plan.Write();
            using var again = plan.Write();
            return log.States.Count > 0 && log.States.Values.All(octets => CanonicalForm.IsCanonicalObject(octets)) &&
                log.States.Values.Zip(again.States.Values).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        },
        iter: 300);

    [Fact]
    public void Write_LogThatHasNotBegun_Throws() =>
        Assert.Throws<InvalidOperationException>(() => StateLog.Write(new LogState()));

    [Fact]
    public void Read_AnyOctetChanged_IsRefusedOrIsAnotherStateInItsOneForm()
    {
        var octets = Sample();
        var digest = Digest.Of(octets);
        var taken = 0;
        for (var at = 0; at < octets.Length; at++)
        {
            foreach (var mask in new byte[] { 0x01, 0x02, 0x04, 0x10, 0x20, 0x80 })
            {
                octets[at] ^= mask;
                Assert.Null(StateCodec.Read(octets, digest));
                if (StateReader.Read(octets) is { } other)
                {
                    Assert.Equal(octets, StateLog.Write(other));
                    taken++;
                }

                octets[at] ^= mask;
            }
        }

        // Digests and names may be others; nothing else.
        Assert.InRange(taken, 1, 5 * octets.Length);
        Assert.NotNull(StateCodec.Read(octets, digest));
    }

    [Fact]
    public void Read_AnyOctetsInPlaceOfSome_NeverThrows()
    {
        var octets = Sample();
        Gen.Select(Gen.Int[0, octets.Length], Gen.Int[0, 40], Gen.Byte.Array[0, 40]).Sample(
            (at, length, put) =>
            {
                byte[] changed = [.. octets.AsSpan(0, at), .. put, .. octets.AsSpan(Math.Min(octets.Length, at + length))];
                return StateReader.Read(changed) is not { } other || StateLog.Write(other).AsSpan().SequenceEqual(changed);
            },
            iter: 5_000);
    }

    [Fact]
    public void Read_CutAnywhereOrFollowed_IsRefused()
    {
        var octets = Sample();
        for (var length = 0; length < octets.Length; length++)
        {
            Assert.Null(StateReader.Read(octets.AsSpan(0, length)));
        }

        Assert.Null(StateReader.Read([.. octets, (byte)'\n']));
        Assert.Null(StateReader.Read([.. octets, .. octets]));
    }

    [Theory]
    [InlineData("{\"anchored\":{", "{ \"anchored\":{")]
    [InlineData("\"size\":3}", "\"size\":0}")]
    [InlineData("\"size\":3}", "\"size\":9999}")]
    [InlineData("\"size\":3}", "\"size\":3.0}")]
    [InlineData("\"edge\":[", "\"edge\":null,\"x\":[")]
    [InlineData("\"edge\":[", "\"edge\":[\"0000000000000000000000000000000000000000000000000000000000000000\",")]
    [InlineData("\"ended\":false", "\"ended\":0")]
    [InlineData("\"epoch\":{\"epoch\":1", "\"epoch\":{\"epoch\":2")]
    [InlineData("\"epoch\":{\"epoch\":1", "\"epoch\":{\"epoch\":0")]
    [InlineData("\"epoch_segment\":0", "\"epoch_segment\":-1")]
    [InlineData("\"epoch_segment\":0", "\"epoch_segment\":5")]
    [InlineData("\"epochs\":[", "\"epochs\":[null,")]
    [InlineData("\"keys\":[", "\"keys\":[{},")]
    [InlineData("\"keys\":[", "\"keys\":[null,")]
    [InlineData("\"last_counting\":", "\"last_counting\":9")]
    [InlineData("\"log_id\":\"", "\"log_id\":\".")]
    [InlineData("\"next_key_id\":\"chain-1\"", "\"next_key_id\":\"chain-2\"")]
    [InlineData("\"digests\":\"", "\"digests\":\"AAAA")]
    [InlineData("\"hole_since\":\"2026", "\"hole_since\":\"2027")]
    [InlineData("\"last_heard\":\"2026-03", "\"last_heard\":\"2026-13")]
    [InlineData("\"last_heard\":\"2026", "\"last_heard\":\"2027")]
    [InlineData("\"next\":", "\"next\":-")]
    [InlineData("\"next\":1", "\"next\":9007199254740992")]
    [InlineData("\"prev_segment\":\"", "\"prev_segment\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"x\":\"")]
    [InlineData("\"recorded_at\":\"2026", "\"recorded_at\":\"2025")]
    [InlineData("\"reported_through\":", "\"reported_through\":-")]
    [InlineData("\"retired_keys\":[]", "\"retired_keys\":[\"chain-1\"]")]
    [InlineData("\"retired_keys\":[]", "\"retired_keys\":[\"b\",\"a\"]")]
    [InlineData("\"segment\":1", "\"segment\":100")]
    [InlineData("\"settings\":{", "\"settings\":null,\"x\":{")]
    [InlineData("\"slot_mode\":\"conditional\"", "\"slot_mode\":\"any\"")]
    [InlineData("\"unanchored_since\":\"", "\"unanchored_sincf\":\"")]
    [InlineData(",\"unanchored_since\":\"2026-03-01T12:29:00.0000000Z\"}", "}")]
    [InlineData("signet-state/1", "signet-state/2")]
    public void Read_ImpossibleStateUnderItsOwnDigest_IsRefused(string from, string to)
    {
        var text = Encoding.UTF8.GetString(Sample());
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        var octets = Encoding.UTF8.GetBytes(text[..at] + to + text[(at + from.Length)..]);

        Assert.Null(StateCodec.Read(octets, Digest.Of(octets)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1")]
    public void Read_NoStateUnderItsOwnDigest_IsRefused(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);

        Assert.Null(StateCodec.Read(octets, Digest.Of(octets)));
    }

    [Fact]
    public void NameOf_Segment_HasTwentyDigits() => Assert.Equal("state/00000000000000000042", StateCodec.NameOf(42));

    /// <summary>A small state with every member in it.</summary>
    internal static byte[] Sample()
    {
        using var log = new StateLog();
        var epoch = EventSamples.Uuid7(1);
        log.Segment(
            Key("gateway-1"), Key("gateway-2"), StateEvents.Commit("gateway-2", epoch, 0, EventPhase.Closed),
            StateEvents.Commit("gateway-1", epoch, 0), StateEvents.Commit("gateway-1", epoch, 3),
            StateEvents.Commit("gateway-1", epoch, 7));
        log.Segment(
            new GapBody { Producer = "gateway-1", Epoch = epoch, From = 1, Through = 2 },
            StateEvents.Anchor(3, EntrySamples.Noon.AddMinutes(30)));

        // The floor that many epochs leave behind.
        var state = StateCodec.Read(log.States[1], Digest.Of(log.States[1]))!;
        var history = state.Producers.Single(producer => producer.Producer == "gateway-2");
        state.Add(new ProducerHistory(history.Producer, [.. history.Epochs], EventSamples.Uuid7(0)));
        return StateLog.Write(state);
    }

    private static ProducerKeyBody Key(string producer) => new()
    {
        Producer = producer,
        KeyId = "commit-1",
        Alg = EventSignature.Ed25519,
        PublicKey = new byte[32],
        NotAfter = EntrySamples.Noon.AddDays(1),
        Evidence = "a \"test\"\n",
    };
}
