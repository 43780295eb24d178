using CsCheck;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Tests.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Receipts;

public class InclusionReceiptTests
{
    private const string LogId = "log.example";

    [Fact]
    public void Verify_EveryEntryOfATree_HoldsOfflineAfterARoundTrip()
    {
        using var signer = new CheckpointSigner(LogId, new byte[32]);
        for (var size = 1; size <= 9; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var text = Receipt(signer, index, size).ToString();
                Assert.True(InclusionReceipt.TryParse(text, out var read));
                Assert.Equal(text, read!.ToString());
                Assert.Equal(index, read.Verify(signer.VerifierKey)!.Seq);
            }
        }
    }

    [Fact]
    public void ToString_IsATlogProof()
    {
        using var signer = new CheckpointSigner(LogId, new byte[32]);
        var lines = Receipt(signer, 2, 5).ToString().Split('\n');
        Assert.Equal("c2sp.org/tlog-proof@v1", lines[0]);
        Assert.Equal("extra " + Convert.ToBase64String(EntryCodec.Write(Heartbeat(2))), lines[1]);
        Assert.Equal("index 2", lines[2]);
        Assert.All(lines[3..6], line => Assert.Equal(32, Convert.FromBase64String(line).Length));
        Assert.Equal(["", LogId, "5"], lines[6..9]);
    }

    [Fact]
    public void TryParse_AnySingleChange_IsRefusedOrDoesNotVerify()
    {
        using var signer = new CheckpointSigner(LogId, new byte[32]);
        var text = Receipt(signer, 2, 5).ToString();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var c in " \n=aA01+\u2014")
            {
                foreach (var mutated in new[] { string.Concat(text.AsSpan(0, i), c.ToString(), text.AsSpan(i + 1)), text.Insert(i, c.ToString()), text.Remove(i, 1) })
                {
                    if (mutated != text && InclusionReceipt.TryParse(mutated, out var read))
                    {
                        Assert.Equal(mutated, read!.ToString());
                        Assert.Null(read.Verify(signer.VerifierKey));
                    }
                }
            }
        }
    }

    [Fact]
    public void Verify_AnotherKeyIndexOrEntry_Null()
    {
        using var signer = new CheckpointSigner(LogId, new byte[32]);
        using var other = new CheckpointSigner(LogId, Enumerable.Repeat((byte)1, 32).ToArray());
        var receipt = Receipt(signer, 2, 5);
        Assert.NotNull(receipt.Verify(signer.VerifierKey));
        Assert.Null(receipt.Verify(other.VerifierKey));
        Assert.Null((receipt with { Index = 3 }).Verify(signer.VerifierKey));
        Assert.Null((receipt with { Entry = EntryCodec.Write(Heartbeat(3)) }).Verify(signer.VerifierKey));
        Assert.Null((receipt with { Path = [] }).Verify(signer.VerifierKey));
        Assert.Null((receipt with { Checkpoint = "" }).Verify(signer.VerifierKey));
        Assert.Null((receipt with { Checkpoint = new Checkpoint(LogId, 5, Digest.Zero).Text + "\n" }).Verify(signer.VerifierKey));
    }

    [Fact]
    public void Verify_LeafThatIsNoEntryOfItsIndex_Null()
    {
        // The tree holds these octets at index 0, but they say that they are number 7, or say nothing.
        using var signer = new CheckpointSigner(LogId, new byte[32]);
        foreach (var octets in new[] { EntryCodec.Write(Heartbeat(7)), "{}"u8.ToArray(), [] })
        {
            var note = signer.Sign(new Checkpoint(LogId, 1, MerkleTree.HashLeaf(octets)));
            var receipt = new InclusionReceipt { Entry = octets, Index = 0, Path = [], Checkpoint = System.Text.Encoding.UTF8.GetString(note) };
            Assert.Null(receipt.Verify(signer.VerifierKey));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\n\n")]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 0\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v2\nextra AAAA\nindex 0\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 00\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nindex +0\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nindex -1\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 99999999999999999999\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAB=\nindex 0\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AA AA\nindex 0\n\nx")]
    [InlineData("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\nAAAA\n\nx")]
    public void TryParse_AnotherForm_Refused(string? text) => Assert.False(InclusionReceipt.TryParse(text, out _));

    [Fact]
    public void TryParse_TooLong_Refused()
    {
        var node = Convert.ToBase64String(new byte[32]) + "\n";
        const string Head = "c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n";
        Assert.True(InclusionReceipt.TryParse(Head + string.Concat(Enumerable.Repeat(node, 63)) + "\nx", out _));
        Assert.False(InclusionReceipt.TryParse(Head + string.Concat(Enumerable.Repeat(node, 64)) + "\nx", out _));
        Assert.False(InclusionReceipt.TryParse(Head + "\n" + new string('x', InclusionReceipt.MaxLength), out _));
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows() =>
        Gen.String[0, 100].Sample(text =>
        {
            _ = InclusionReceipt.TryParse(text, out _);
            _ = InclusionReceipt.TryParse("c2sp.org/tlog-proof@v1\nextra " + text, out _);
        });

    private static Entry Heartbeat(long seq) => new(seq, EntrySamples.Noon, new HeartbeatBody { IntervalSeconds = 300 });

    private static InclusionReceipt Receipt(CheckpointSigner signer, int index, int size)
    {
        var entries = Enumerable.Range(0, size).Select(i => EntryCodec.Write(Heartbeat(i))).ToArray();
        var leaves = entries.Select(e => MerkleTree.HashLeaf(e)).ToArray();
        var note = signer.Sign(new Checkpoint(LogId, size, InclusionProof.RootOf(leaves)));
        return new InclusionReceipt
        {
            Entry = entries[index], Index = index, Path = InclusionProof.Create(index, leaves), Checkpoint = System.Text.Encoding.UTF8.GetString(note),
        };
    }
}
