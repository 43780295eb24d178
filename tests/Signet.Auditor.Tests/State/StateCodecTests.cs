using System.Text;
using CsCheck;
using Signet.Auditor.State;
using Signet.Ledger;
using Xunit;

namespace Signet.Auditor.Tests.State;

public sealed class StateCodecTests
{
    [Fact]
    public void Read_WhatWasWritten_GivesTheSameOctetsAgain() => Gen.Int.Sample(
        seed =>
        {
            var octets = LogStates.Write(LogStates.Any(new Random(seed)));
            var read = StateCodec.Read(octets, Digest.Of(octets));
            return read is not null && LogStates.Write(read).AsSpan().SequenceEqual(octets);
        },
        iter: Rounds.Of(1_000), print: seed => $"seed {seed}");

    [Fact]
    public void Read_AnyOctetChanged_IsRefused()
    {
        var octets = LogStates.Write(LogStates.Any(new Random(1)));
        var digest = Digest.Of(octets);
        for (var i = 0; i < octets.Length; i += Math.Max(1, octets.Length / Rounds.Of(5_000)))
        {
            octets[i] ^= 1;
            Assert.Null(StateCodec.Read(octets, digest));
            octets[i] ^= 1;
        }
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

    [Theory]
    [InlineData("\"edge\":[", "\"edge\":null,\"x\":[")]
    [InlineData("\"edge\":[", "\"edge\":[\"0000000000000000000000000000000000000000000000000000000000000000\",")]
    [InlineData("\"epoch_segment\":0", "\"epoch_segment\":-9000000000000000000")]
    [InlineData("\"epoch_segment\":0", "\"epoch_segment\":5")]
    [InlineData("\"epochs\":[", "\"epochs\":[null,")]
    [InlineData("\"keys\":[", "\"keys\":[\"AAAA\",")]
    [InlineData("\"keys\":[", "\"keys\":[null,")]
    [InlineData("\"digests\":\"", "\"digests\":\"AAAA")]
    [InlineData("\"settings\":{", "\"settings\":null,\"x\":{")]
    [InlineData("signet-state/1", "signet-state/2")]
    public void Read_ImpossibleStateUnderItsOwnDigest_IsRefused(string from, string to)
    {
        var text = Encoding.UTF8.GetString(LogStates.Write(LogStates.Any(new Random(1))));
        Assert.Contains(from, text, StringComparison.Ordinal);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        var octets = Encoding.UTF8.GetBytes(text[..at] + to + text[(at + from.Length)..]);

        Assert.Null(StateCodec.Read(octets, Digest.Of(octets)));
    }

    [Fact]
    public void NameOf_Segment_HasTwentyDigits() => Assert.Equal("state/00000000000000000042", StateCodec.NameOf(42));
}
