using BenchmarkDotNet.Attributes;
using NSec.Cryptography;
using Signet.Ledger.Events;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>
/// Verifying entries of a kilobyte in full with their producer's signatures, on all cores: one signature for each entry, or one for each
/// batch of them (<c>ed25519-tree</c>). Against the bare Ed25519 checks of the same signatures, each batch's once, on all cores too; and
/// against those that there would be without batches. Each row is for one entry.
/// </summary>
[MemoryDiagnoser]
public class SignatureBenchmarks
{
    private const int Entries = 4_096;
    private const int SegmentLength = 1_024;

    private readonly Key _key = Key.Create(SignatureAlgorithm.Ed25519);

    // As long as what a producer signs: a label, the log, the event's name or "batch", and a digest.
    private readonly byte[] _message = new byte[92];
    private byte[] _signature = [];
    private SampleLog _log = null!;
    private IReadOnlyList<StoredSegment>[] _windows = [];

    [Params(1, 16, 64, 256)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var signer = CommitSigner.FromSeed(
            SampleLog.LogId, "commit-1", new byte[32], Batch == 1 ? EventSignature.Ed25519 : EventSignature.Ed25519Tree);
        _log = new SampleLog(signer);
        var commits = Enumerable.Range(0, Entries).Select(seq => new UnsignedEvent(SampleEvents.Kilobyte(seq))).Chunk(Batch)
            .SelectMany(signer.SignBatch).Select(SampleLog.Commit);
        _windows = [.. Windows.Of(_log.Build(commits, SegmentLength))];
        _signature = SignatureAlgorithm.Ed25519.Sign(_key, _message);
    }

    [GlobalCleanup]
    public void Cleanup() => _log.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Entries)]
    public void CheckSignaturesAlone() => Check(Entries / Batch);

    [Benchmark(OperationsPerInvoke = Entries)]
    public void CheckOneForEachEntry() => Check(Entries);

    [Benchmark(OperationsPerInvoke = Entries)]
    public VerificationReport VerifyFull()
    {
        using var verification = new LogVerification(_log.Trust());
        foreach (var window in _windows)
        {
            verification.Segments(window);
        }

        var report = Expect.Clean(verification.Complete(SampleEvents.Start), Entries);
        return report.Commits == Entries ? report : throw new InvalidOperationException("Signatures were not checked.");
    }

    private void Check(int count) => Parallel.For(0, count, _ =>
    {
        if (!SignatureAlgorithm.Ed25519.Verify(_key.PublicKey, _message, _signature))
        {
            throw new InvalidOperationException("The signature doesn't verify.");
        }
    });
}
