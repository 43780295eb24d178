using CsCheck;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Xunit;

namespace Signet.Ledger.Tests.Receipts;

public class PromiseReceiptTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 16).Select(i => (byte)i)];

    [Fact]
    public void For_SignedEvent_RoundTripsAndVerifiesAlone()
    {
        using var signer = EventSamples.Signer();
        EventSamples.Any.Sample(
            value =>
            {
                var text = PromiseReceipt.For(EventSamples.LogId, signer.Sign(value), Salt).ToString();
                return PromiseReceipt.TryParse(text, out var read) && read!.ToString() == text && read.Verify(signer.PublicKey.Span) &&
                    read.Entry == value.Id && read.Salt.Span.SequenceEqual(Salt);
            },
            iter: 200);
    }

    [Fact]
    public void ToString_TreeSignature_RoundTrips() =>
        Gen.Select(EntrySamples.Digests.List[0, 8], Gen.Int[1, 256], Gen.Byte.Array[64]).Sample(
            (path, size, sig) =>
            {
                var text = Tree(path, size - 1, size, sig).ToString();
                return PromiseReceipt.TryParse(text, out var read) && read!.ToString() == text && read.Signature.Path.SequenceEqual(path);
            },
            iter: 200);

    [Fact]
    public void TryParse_AnySingleChange_IsRefusedOrDoesNotVerify()
    {
        using var signer = EventSamples.Signer();
        var text = PromiseReceipt.For(EventSamples.LogId, signer.Sign(EventSamples.Plain()), Salt).ToString();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var c in " ;=,aA0-_+/\n\u00e9")
            {
                foreach (var mutated in new[] { string.Concat(text.AsSpan(0, i), c.ToString(), text.AsSpan(i + 1)), text.Insert(i, c.ToString()), text.Remove(i, 1) })
                {
                    if (mutated.Trim() == text || !PromiseReceipt.TryParse(mutated, out var read))
                    {
                        continue;
                    }

                    // Salt and key name aren't signed; everything else is.
                    Assert.Equal(mutated, read!.ToString());
                    Assert.True(
                        !read.Verify(signer.PublicKey.Span) || !read.Salt.Span.SequenceEqual(Salt) || read.Signature.KeyId != "commit-1", mutated);
                }
            }
        }
    }

    [Theory]
    [InlineData("path=", "path=,")]
    [InlineData("path=", "path=,,")]
    [InlineData("index=0", "index=00")]
    [InlineData("index=0", "index=0\0")]
    [InlineData("size=3", "size=3\0\0")]
    [InlineData("index=0", "index=3")]
    [InlineData("index=0", "index=-1")]
    [InlineData("index=0; size=3", "size=3; index=0")]
    [InlineData("size=3", "size=257")]
    [InlineData("size=3", "size=0")]
    [InlineData("; path=", "")]
    [InlineData("signet=v1", "signet=v2")]
    [InlineData("signet=v1; ", "")]
    [InlineData("; alg=ed25519-tree", "; alg=hmac-sha256")]
    [InlineData("; ", ";")]
    public void TryParse_AnotherForm_Refused(string piece, string replacement)
    {
        var text = Tree([Digest.Of([1]), Digest.Of([2])], 0, 3, new byte[64]).ToString();
        Assert.True(PromiseReceipt.TryParse(text, out _));
        Assert.Contains(piece, text, StringComparison.Ordinal);
        Assert.False(PromiseReceipt.TryParse(text.Replace(piece, replacement, StringComparison.Ordinal), out _));
        Assert.False(PromiseReceipt.TryParse(text + ",", out _));
        Assert.False(PromiseReceipt.TryParse(text + "; x=1", out _));
        Assert.False(PromiseReceipt.TryParse(text + ";", out _));
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows()
    {
        Gen.String[0, 200].Sample(
            text =>
            {
                _ = PromiseReceipt.TryParse(text, out _);
                _ = PromiseReceipt.TryParse("signet=v1; log=" + text, out _);
            },
            iter: 2_000);
        Assert.False(PromiseReceipt.TryParse(null, out _));
        Assert.False(PromiseReceipt.TryParse(new string('x', PromiseReceipt.MaxLength + 1), out _));
    }

    [Fact]
    public void Covers_SaltedContent_OnlyWithItsSalt()
    {
        using var signer = EventSamples.Signer();
        var receipt = PromiseReceipt.For(EventSamples.LogId, signer.Sign(EventSamples.Plain()), Salt);
        Assert.True(receipt.Covers(Digest.Of([.. Salt, .. "content"u8]), "content"u8));
        Assert.False(receipt.Covers(Digest.Of("content"u8), "content"u8));
        Assert.False(receipt.Covers(Digest.Of([.. Salt, .. "content"u8]), "Content"u8));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void For_SaltOfAnotherLength_Throws(int length)
    {
        // Such a receipt could be sent, and then read by nobody.
        using var signer = EventSamples.Signer();
        var signed = signer.Sign(EventSamples.Plain());
        Assert.Throws<ArgumentException>(() => PromiseReceipt.For(EventSamples.LogId, signed, new byte[length]));
    }

    private static PromiseReceipt Tree(IReadOnlyList<Digest> path, int index, int size, byte[] sig) => new()
    {
        LogId = EventSamples.LogId,
        Entry = EventSamples.Uuid7(1),
        Digest = Digest.Of("event"u8),
        Salt = Salt,
        Signature = new EventSignature { Alg = EventSignature.Ed25519Tree, KeyId = "k", Sig = sig, Index = index, Size = size, Path = path },
    };
}
