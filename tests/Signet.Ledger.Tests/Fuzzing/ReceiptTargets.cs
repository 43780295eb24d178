using System.Globalization;
using System.Text;
using Signet.Ledger.Anchors;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>Receipts: what is accepted is written again as the same text, and what verifies says what the true one says.</summary>
internal static class ReceiptTargets
{
    private const string LogId = EventSamples.LogId;

    private static readonly byte[][] Entries =
        [.. Enumerable.Range(0, 5).Select(i => EntryCodec.Write(new Entry(i, EntrySamples.Noon, new EndBody())))];

    private static readonly Digest[] Leaves = [.. Entries.Select(entry => MerkleTree.HashLeaf(entry))];
    private static readonly CheckpointSigner LogKey = new(LogId, new byte[32]);
    private static readonly CommitSigner Batches =
        CommitSigner.FromSeed(LogId, "commit-2", Enumerable.Repeat((byte)8, 32).ToArray(), EventSignature.Ed25519Tree);

    private static readonly CommitSigner Single = EventSamples.Signer();

    private static readonly PromiseReceipt[] Promises =
    [
        PromiseReceipt.For(LogId, Single.Sign(EventSamples.Plain()), new byte[16]),
        .. Batches.SignBatch([.. Enumerable.Range(0, 5).Select(seq => new UnsignedEvent(EventSamples.Plain("gateway-1", seq)))])
            .Select(item => PromiseReceipt.For(LogId, item, Enumerable.Range(0, 16).Select(i => (byte)i).ToArray())),
    ];

    private static readonly InclusionReceipt[] Inclusions = [.. Enumerable.Range(0, Entries.Length).Select(Inclusion)];

    public static FuzzTarget[] All { get; } =
    [
        new("promise-receipt", ["PromiseReceipt.TryParse"], FuzzTargets.Octets(Promises.Select(receipt => receipt.ToString())), Promise),
        new(
            "inclusion-receipt", ["InclusionReceipt.TryParse"], FuzzTargets.Octets(Inclusions.Select(receipt => receipt.ToString())),
            Included),
        new("anchored-receipt", ["AnchoredReceipt.TryParse"], FuzzTargets.Octets(Anchored().ToString()), Anchored),
        new("proof-text", ["ProofText.TryParse", "ProofText.TryDecode"], FuzzTargets.Octets(Inclusions[2].ToString()), Proof),
    ];

    private static bool Promise(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        if (!PromiseReceipt.TryParse(text, out var read))
        {
            return false;
        }

        Assert.Equal(text.Trim(), read!.ToString());
        var key = (read.Signature.Alg == EventSignature.Ed25519 ? Single : Batches).PublicKey.Span;
        var verifies = read.Verify(key);

        // A batch's signature covers the events' digests, not their names.
        Assert.True(!verifies || Promises.Any(own =>
            (own.LogId, own.Digest, own.Signature.Alg) == (read.LogId, read.Digest, read.Signature.Alg) &&
            (own.Entry == read.Entry || own.Signature.Alg == EventSignature.Ed25519Tree)));
        return true;
    }

    private static bool Included(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        if (!InclusionReceipt.TryParse(text, out var read))
        {
            return false;
        }

        Assert.Equal(text, read!.ToString());
        if (read.Verify(LogKey.VerifierKey) is { } entry)
        {
            Assert.Equal(read.Index, entry.Seq);
            FuzzTargets.Same(Entries[read.Index], read.Entry.Span);
            Assert.Equal(InclusionProof.Create((int)read.Index, Leaves), read.Path);
        }

        return true;
    }

    private static bool Anchored(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        if (!AnchoredReceipt.TryParse(text, out var read))
        {
            return false;
        }

        Assert.Equal(text, read!.ToString());
        var own = Anchored();
        var check = AnchorChecks.For(LogId, [AnchoredVector.Trust]);
        if (read.Verify(LogId, check) is { } proved)
        {
            FuzzTargets.Same(own.Entry.Span, read.Entry.Span);
            Assert.Equal((own.Index, own.Checkpoint), (read.Index, read.Checkpoint));
            Assert.Equal((own.Index, AnchoredVector.Anchor.GenTime), (proved.Entry.Seq, proved.By));
        }

        return true;
    }

    private static bool Proof(byte[] octets)
    {
        var text = FuzzTargets.Text(octets);
        var decodes = ProofText.TryDecode(text, out var decoded);
        Assert.Equal(text == Convert.ToBase64String(decoded), decodes);
        const string First = "c2sp.org/tlog-proof@v1";
        if (!ProofText.TryParse(text, First, InclusionReceipt.MaxLength, out var proof))
        {
            return false;
        }

        Assert.Equal(text, ProofText.Write(First, proof.Extra, proof.Index, proof.Path, proof.Rest));
        Assert.Equal("index " + proof.Index.ToString(CultureInfo.InvariantCulture), text.Split('\n')[2]);
        return true;
    }

    private static InclusionReceipt Inclusion(int index) => new()
    {
        Entry = Entries[index],
        Index = index,
        Path = InclusionProof.Create(index, Leaves),
        Checkpoint = Encoding.UTF8.GetString(LogKey.Sign(new Checkpoint(LogId, Entries.Length, InclusionProof.RootOf(Leaves)))),
    };

    private static AnchoredReceipt Anchored() => AnchoredVector.Receipt(3);
}
