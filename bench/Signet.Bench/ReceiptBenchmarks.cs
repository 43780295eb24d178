using System.Security.Cryptography.X509Certificates;
using System.Text;
using BenchmarkDotNet.Attributes;
using NSec.Cryptography;
using Signet.Ledger;
using Signet.Ledger.Anchors;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Tests.Anchors;

namespace Signet.Bench;

/// <summary>
/// Reading and checking a receipt offline, from its text to the answer: a promise (R0) of one signature and of a batch of 256, an inclusion
/// proof (R1) in a tree of 10,000,000 entries, and the same proof with a time-stamp (R2), whose token an authority signed with ECDSA P-256
/// or RSA 2048 under a pinned root. The entry has a kilobyte. Against one bare Ed25519 check.
/// </summary>
[MemoryDiagnoser]
public class ReceiptBenchmarks
{
    private const long TreeSize = 10_000_000;
    private const long Index = 1_234_567;

    // The nodes between a leaf of the left half and the head of such a tree.
    private const int PathLength = 24;

    private readonly Key _key = Key.Create(SignatureAlgorithm.Ed25519);
    private readonly byte[] _message = new byte[92];
    private readonly CheckpointSigner _checkpoints = new(SampleLog.LogId, new byte[32]);
    private readonly CommitSigner _single = CommitSigner.FromSeed(SampleLog.LogId, "commit-1", new byte[32]);
    private readonly CommitSigner _batch = CommitSigner.FromSeed(SampleLog.LogId, "commit-2", new byte[32], EventSignature.Ed25519Tree);
    private byte[] _signature = [];
    private string _promise = "";
    private string _batchedPromise = "";
    private string _inclusion = "";
    private string _anchoredEcdsa = "";
    private string _anchoredRsa = "";
    private Func<AnchorBody, string?> _checkAnchor = null!;

    [GlobalSetup]
    public void Setup()
    {
        _signature = SignatureAlgorithm.Ed25519.Sign(_key, _message);
        var signed = _single.Sign(SampleEvents.Kilobyte(0));
        _promise = Promise(signed);
        _batchedPromise = Promise(_batch.SignBatch([.. Enumerable.Range(0, EventSignature.MaxBatch).Select(AsUnsigned)])[100]);

        // Nobody can tell a path of a real tree from hashes that were made up, as long as the head is the one that they lead to.
        var entry = EntryCodec.Write(new Entry(Index, SampleEvents.Start, new CommitBody { SignedEvent = signed }));
        Digest[] path = [.. Enumerable.Range(0, PathLength).Select(i => Digest.Of([(byte)i]))];
        var root = InclusionProof.RootFrom(MerkleTree.HashLeaf(entry), Index, TreeSize, path)
            ?? throw new InvalidOperationException("The path is not one of that tree.");
        var checkpoint = new Checkpoint(SampleLog.LogId, TreeSize, root);
        _inclusion = new InclusionReceipt
        {
            Entry = entry,
            Index = Index,
            Path = path,
            Checkpoint = Encoding.UTF8.GetString(_checkpoints.Sign(checkpoint)),
        }.ToString();

        var pki = new TestPki();
        _checkAnchor = AnchorChecks.For(SampleLog.LogId, [pki.Trust]);
        _anchoredEcdsa = Anchored(pki, pki.IssueEcdsa(), entry, path, checkpoint);
        _anchoredRsa = Anchored(pki, pki.IssueRsa(), entry, path, checkpoint);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _key.Dispose();
        _checkpoints.Dispose();
        _single.Dispose();
        _batch.Dispose();
    }

    [Benchmark(Baseline = true)]
    public bool CheckSignatureAlone() => SignatureAlgorithm.Ed25519.Verify(_key.PublicKey, _message, _signature);

    [Benchmark]
    public bool Promise() => CheckPromise(_promise, _single);

    [Benchmark]
    public bool PromiseOfBatch() => CheckPromise(_batchedPromise, _batch);

    [Benchmark]
    public Entry Inclusion() =>
        Expect.Some(InclusionReceipt.TryParse(_inclusion, out var receipt) ? receipt!.Verify(_checkpoints.VerifierKey) : null);

    [Benchmark]
    public Entry AnchoredEcdsa() => CheckAnchored(_anchoredEcdsa);

    [Benchmark]
    public Entry AnchoredRsa() => CheckAnchored(_anchoredRsa);

    private static UnsignedEvent AsUnsigned(int seq) => new(SampleEvents.Kilobyte(seq));

    private static string Promise(SignedEvent signed) =>
        PromiseReceipt.For(SampleLog.LogId, signed, new byte[PromiseReceipt.SaltOctets]).ToString();

    private static bool CheckPromise(string text, CommitSigner signer) =>
        PromiseReceipt.TryParse(text, out var receipt) && receipt!.Verify(signer.PublicKey.Span)
            ? true
            : throw new InvalidOperationException("The promise doesn't verify.");

    private Entry CheckAnchored(string text) => Expect.Some(
        AnchoredReceipt.TryParse(text, out var receipt) ? receipt!.Verify(SampleLog.LogId, _checkAnchor)?.Entry : null);

    private static string Anchored(
        TestPki pki, X509Certificate2 signer, ReadOnlyMemory<byte> entry, IReadOnlyList<Digest> path, Checkpoint checkpoint)
    {
        var query = TimestampQuery.Create(AnchorStatement.Create(SampleLog.LogId, TreeSize, checkpoint.Root.ToArray()));
        var verdict = AnchorVerifier.VerifyResponse(
            query, new TokenForge(signer, query).Response(), TestPki.Now, TestPki.Now, pki.Trust, out var body);
        return new AnchoredReceipt
        {
            Entry = entry,
            Index = Index,
            Path = path,
            Checkpoint = checkpoint,
            Anchor = EntryCodec.Write(new Entry(
                TreeSize, TestPki.Now, body ?? throw new InvalidOperationException($"The token was refused: {verdict.Text}"))),
        }.ToString();
    }
}
