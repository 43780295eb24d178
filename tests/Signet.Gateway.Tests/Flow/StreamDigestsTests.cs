using System.Security.Cryptography;
using CsCheck;
using Signet.Gateway.Flow;
using Signet.Ledger;

namespace Signet.Gateway.Tests.Flow;

public sealed class StreamDigestsTests
{
    private static readonly byte[] Salt = [1, 2, 3, 4];

    /// <summary>Whatever comes and goes in whatever pieces, the digests are those of all that came and of all that went.</summary>
    [Fact]
    public void Finish_AnyPieces_AreTheDigestsOfTheWhole() => Gen.Select(
        Gen.Byte[0, 3].Array[0, 40].Array[0, 6], Gen.Int[0, 40].Array[0, 8], Gen.Int[-1, 60], Gen.Int[0, 12]).Sample(
        (pieces, cuts, changed, left) =>
        {
            using var sut = new StreamDigests(Salt);
            var received = pieces.SelectMany(octets => octets).ToArray();
            var sent = received[..Math.Max(0, received.Length - left)];
            if (changed >= 0 && changed < sent.Length)
            {
                sent[changed] ^= 1;
            }

            // Some of it goes out after each piece that comes, as far as it has come.
            var (come, gone) = (0, 0);
            for (var i = 0; i < pieces.Length; i++)
            {
                sut.Receive(pieces[i]);
                come += pieces[i].Length;
                var until = Math.Min(Math.Min(come, sent.Length), gone + (i < cuts.Length ? cuts[i] : 0));
                sut.Send(sent.AsSpan(gone..until));
                gone = until;
            }

            sut.Send(sent.AsSpan(gone..));
            AssertDigests(sut, received, sent);
        },
        iter: 5_000, threads: 1);

    [Theory]
    [InlineData(64 << 10)]
    [InlineData((64 << 10) + 1)]
    [InlineData(1 << 20)]
    public void Finish_LongStreams_AreTheDigestsOfTheWhole(int length)
    {
        using var sut = new StreamDigests(Salt);
        var octets = RandomNumberGenerator.GetBytes(length);
        foreach (var chunk in octets.Chunk(10_000))
        {
            sut.Receive(chunk);
            sut.Send(chunk);
        }

        Assert.Equal(length, sut.Bytes);
        var (sent, received) = sut.Finish();
        Assert.Equal(DigestOf(octets), sent);
        Assert.True(received is null || received == sent);
    }

    private static void AssertDigests(StreamDigests sut, byte[] received, byte[] sent)
    {
        Assert.Equal(sent.Length, sut.Bytes);
        var (ofSent, ofReceived) = sut.Finish();
        Assert.Equal(DigestOf(sent), ofSent);
        Assert.Equal(received.AsSpan().SequenceEqual(sent) ? null : DigestOf(received), ofReceived);
    }

    private static Digest? DigestOf(byte[] octets) => Digest.Of([.. Salt, .. octets]);
}
