using BenchmarkDotNet.Attributes;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>
/// Chaining and verifying commit entries of a kilobyte, 1,062 to 1,070 octets each, against the bare HMAC-SHA256 and SHA-256 of the same
/// octets. Tokens apart, and the producer's signatures: they are MACs under a secret that no verifier here has. Each row is for one entry.
/// </summary>
[MemoryDiagnoser]
public class ChainBenchmarks
{
    private const int Entries = 16_384;
    private const int MinOctets = 1_062;
    private const int MaxOctets = 1_070;

    private readonly SegmentBuffer _buffer = new();
    private SampleLog _log = null!;
    private CommitBody[] _commits = [];
    private ReadOnlyMemory<byte>[] _octets = [];
    private IReadOnlyList<StoredSegment>[] _windows = [];

    [Params(64, 1_024)]
    public int SegmentLength { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var signer = CommitSigner.FromSharedSecret(SampleLog.LogId, "commit-1", new byte[32]);
        _log = new SampleLog(signer);
        _commits = [.. Enumerable.Range(0, Entries).Select(seq => signer.Sign(SampleEvents.Kilobyte(seq))).Select(SampleLog.Commit)];
        _windows = [.. Windows.Of(_log.Build(_commits, SegmentLength))];
        _octets = [.. _windows.SelectMany(window => window).SelectMany(stored => Parse(stored).Lines).Select(line => line.Entry)];
        var lengths = _octets.Where(octets => octets.Span.StartsWith("{\"commit\":"u8)).Select(octets => octets.Length).ToList();
        if (lengths.Count != Entries || lengths.Min() != MinOctets || lengths.Max() != MaxOctets)
        {
            throw new InvalidOperationException("The entries don't have the size that they are said to have.");
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _log.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Entries)]
    public int HashAndMacAlone() => HashAndMac.ByFramework(_octets);

    [Benchmark(OperationsPerInvoke = Entries)]
    public int HashAndMacBySignet() => HashAndMac.BySignet(_octets);

    [Benchmark(OperationsPerInvoke = Entries)]
    public int Append() => _log.Build(_commits, SegmentLength, _buffer).Sum(segment => segment.Octets.Length);

    [Benchmark(OperationsPerInvoke = Entries)]
    public VerificationReport VerifyFullOnOneCore() => Verify(full: true, parallelism: 1);

    [Benchmark(OperationsPerInvoke = Entries)]
    public VerificationReport VerifyFullOnAllCores() => Verify(full: true, parallelism: 0);

    [Benchmark(OperationsPerInvoke = Entries)]
    public VerificationReport VerifyKeylessOnOneCore() => Verify(full: false, parallelism: 1);

    [Benchmark(OperationsPerInvoke = Entries)]
    public VerificationReport VerifyKeylessOnAllCores() => Verify(full: false, parallelism: 0);

    private static SegmentObject Parse(StoredSegment stored) =>
        SegmentObject.TryParse(stored.Octets, out var segment, out var fault) ? segment! : throw new InvalidOperationException(fault);

    private VerificationReport Verify(bool full, int parallelism)
    {
        using var verification = new LogVerification(_log.Trust(full), parallelism);
        foreach (var window in _windows)
        {
            verification.Segments(window);
        }

        return Expect.Clean(verification.Complete(SampleEvents.Start), Entries);
    }
}
