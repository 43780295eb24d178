using Signet.Ledger.Events;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Xunit;

namespace Signet.Ledger.Tests.Events;

/// <summary>Batches of events under one signature, and events under a shared secret.</summary>
public class BatchTests
{
    private const string LogId = EventSamples.LogId;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(255)]
    [InlineData(256)]
    public void SignBatch_EveryEvent_VerifiesAloneAndAsAReceipt(int size)
    {
        using var signer = Tree();
        var signed = signer.SignBatch(Events(size));
        Assert.All(signed, item =>
        {
            Assert.True(SignedEvent.TryParse(item.Wire, out var read));
            Assert.True(CommitVerifier.Verify(LogId, read!, signer.PublicKey.Span));
            Assert.False(CommitVerifier.Verify("log.other", read!, signer.PublicKey.Span));
            var receipt = PromiseReceipt.For(LogId, item, new byte[PromiseReceipt.SaltOctets]);
            Assert.True(PromiseReceipt.TryParse(receipt.ToString(), out var parsed));
            Assert.True(parsed!.Verify(signer.PublicKey.Span));
        });
        Assert.Single(signed.Select(item => Convert.ToHexString(item.Signature.Sig.Span)).Distinct());
    }

    [Fact]
    public void SignBatch_PathOrIndexOfAnother_IsRefused()
    {
        using var signer = Tree();
        var signed = signer.SignBatch(Events(5));
        for (var i = 0; i < signed.Length; i++)
        {
            for (var j = 0; j < signed.Length; j++)
            {
                var (own, other) = (signed[i].Signature, signed[j].Signature);
                Assert.Equal(i == j, Verify(signer, signed[i], own with { Index = other.Index, Path = other.Path }));
                Assert.Equal(i == j, Verify(signer, signed[i], own with { Index = other.Index }));
                Assert.False(Verify(signer, signed[i], own with { Size = 9 }));
                Assert.False(Verify(signer, signed[i], own with { Path = [.. own.Path, Digest.Zero] }));
            }
        }
    }

    [Fact]
    public void SignBatch_NoneOrTooMany_Throws()
    {
        using var signer = Tree();
        Assert.Throws<ArgumentException>(() => signer.SignBatch([]));
        Assert.Throws<ArgumentException>(() => signer.SignBatch(Events(257)));
    }

    [Fact]
    public void Create_AnotherAlgorithm_Throws() =>
        Assert.Throws<ArgumentException>(() => CommitSigner.Create(LogId, "k", "rsa"));

    [Fact]
    public void MerkleBatch_AnySize_IsTheTreeOfItsLeaves()
    {
        for (var size = 1; size <= 70; size++)
        {
            Digest[] leaves = [.. Enumerable.Range(0, size).Select(i => Digest.Of([(byte)i]))];
            var (batch, tree) = (new MerkleBatch(leaves), new MerkleTree());
            foreach (var leaf in leaves)
            {
                tree.Append(leaf);
            }

            Assert.Equal(tree.Root, batch.Root);
            for (var i = 0; i < size; i++)
            {
                Assert.Equal(InclusionProof.Create(i, leaves), batch.Path(i));
            }
        }
    }

    [Fact]
    public void SharedSecret_KnownToBoth_Verifies()
    {
        var secret = Enumerable.Repeat((byte)9, 32).ToArray();
        using var signer = CommitSigner.FromSharedSecret(LogId, "shared", secret);
        var signed = signer.Sign(EventSamples.Plain());
        Assert.True(SignedEvent.TryParse(signed.Wire, out var read));
        Assert.True(CommitVerifier.VerifyShared(LogId, read!, secret));
        Assert.False(CommitVerifier.VerifyShared("log.other", read!, secret));
        Assert.False(CommitVerifier.VerifyShared(LogId, read!, new byte[32]));
        Assert.False(CommitVerifier.Verify(LogId, read!, new byte[32]));
        Assert.Throws<ArgumentException>(() => CommitSigner.FromSharedSecret(LogId, "shared", new byte[31]));
    }

    [Fact]
    public void SignatureChecks_BatchKnown_StillRefusesWhatDiffers()
    {
        using var signer = Tree();
        using var stranger = CommitSigner.FromSeed(LogId, "k", Enumerable.Repeat((byte)3, 32).ToArray(), EventSignature.Ed25519Tree);
        var checks = new SignatureChecks(LogId);
        foreach (var signed in signer.SignBatch(Events(8)))
        {
            var wire = signed.Wire.ToArray();
            Assert.True(Check(checks, wire, signer));
            Assert.False(Check(checks, wire, stranger));
            for (var at = 0; at < wire.Length; at += 3)
            {
                var changed = wire.ToArray();
                changed[at] ^= 1;
                Assert.False(SignedEvent.TryParse(changed, out var read) && SameKey(read!, signed) && Check(checks, changed, signer), $"octet {at}");
            }

            Assert.True(Check(checks, wire, signer));
        }
    }

    private static bool SameKey(SignedEvent read, SignedEvent signed) => read.Signature.KeyId == signed.Signature.KeyId;

    private static bool Check(SignatureChecks checks, byte[] wire, CommitSigner signer)
    {
        var reader = new Ledger.Canonical.CanonicalReader(wire, keeps: false);
        SignedEvent.Read(ref reader, wire, out var facts);
        return reader.End() && checks.Check(facts, wire, CommitVerifier.Import(signer.PublicKey.Span));
    }

    private static CommitSigner Tree() =>
        CommitSigner.FromSeed(LogId, "commit-1", Enumerable.Repeat((byte)7, 32).ToArray(), EventSignature.Ed25519Tree);

    private static UnsignedEvent[] Events(int count) =>
        [.. Enumerable.Range(0, count).Select(seq => new UnsignedEvent(EventSamples.Plain("gateway-1", seq)))];

    private static bool Verify(CommitSigner signer, SignedEvent signed, EventSignature signature) =>
        CommitVerifier.Verify(LogId, signed.Event.Id, signed.Digest, signature, signer.PublicKey.Span);
}
