using BenchmarkDotNet.Attributes;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>Building and verifying a segment, against the signature checks that both the auditor and the verifier can't do without.</summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private SampleLog _log = null!;

    [Params(256, 4_096)]
    public int Commits { get; set; }

    [GlobalSetup]
    public void Setup() => _log = new SampleLog(Commits);

    [GlobalCleanup]
    public void Cleanup() => _log.Dispose();

    [Benchmark(Baseline = true)]
    public int CheckSignaturesAlone() =>
        _log.Events.Count(signedEvent => CommitVerifier.Verify(SampleLog.LogId, signedEvent, _log.Signer.PublicKey.Span));

    [Benchmark]
    public SealedSegment BuildSegment() => _log.Build();

    [Benchmark]
    public VerificationReport VerifySegment()
    {
        var verification = new LogVerification(_log.Trust);
        verification.Segment(0, _log.Segment.Octets);
        return verification.Complete(_log.Segment.Head.RecordedAt);
    }
}
