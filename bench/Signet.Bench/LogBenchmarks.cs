using BenchmarkDotNet.Attributes;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>
/// Building and verifying a segment, against the signature checks that both the auditor and the verifier can't do without.
/// </summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private readonly CommitSigner _signer = CommitSigner.FromSeed(SampleLog.LogId, "commit-1", new byte[32]);
    private SampleLog _log = null!;
    private SignedEvent[] _events = [];
    private SealedSegment _segment = null!;

    [Params(256, 4_096)]
    public int Commits { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _log = new SampleLog(_signer);
        _events = [.. Enumerable.Range(0, Commits).Select(seq => _signer.Sign(SampleEvents.Admitted(seq)))];
        _segment = BuildSegment();
    }

    [GlobalCleanup]
    public void Cleanup() => _log.Dispose();

    [Benchmark(Baseline = true)]
    public int CheckSignaturesAlone() =>
        _events.Count(signedEvent => CommitVerifier.Verify(SampleLog.LogId, signedEvent, _signer.PublicKey.Span));

    [Benchmark]
    public SealedSegment BuildSegment() => _log.Build(_events.Select(SampleLog.Commit), Commits).Single();

    [Benchmark]
    public VerificationReport VerifySegment()
    {
        using var verification = new LogVerification(_log.Trust());
        verification.Segment(0, _segment.Octets);
        return Expect.Clean(verification.Complete(_segment.Head.RecordedAt), Commits);
    }
}
