using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>
/// Chaining and verifying entries of about a kilobyte, against the bare HMAC-SHA256 and SHA-256 of their octets. Producers' signatures
/// and anchors apart.
/// </summary>
[MemoryDiagnoser]
public class ChainBenchmarks
{
    private const int Entries = 16_384;
    private const int SegmentLength = 1_024;

    private readonly byte[] _key = new byte[32];
    private readonly SegmentBuffer _buffer = new();
    private CommitBody[] _commits = [];
    private ReadOnlyMemory<byte>[] _octets = [];
    private StoredSegment[] _segments = [];

    [GlobalSetup]
    public void Setup()
    {
        _commits = ChainLog.Commits(Entries);
        _segments = [.. ChainLog.Build(_commits, SegmentLength).Select(segment => new StoredSegment(segment.Segment, segment.Octets))];
        _octets = [.. _segments.SelectMany(stored => Parse(stored).Lines).Select(line => line.Entry)];
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Entries)]
    public int HashAndMacAlone()
    {
        Span<byte> digest = stackalloc byte[32];
        var sum = 0;
        foreach (var octets in _octets)
        {
            sum += SHA256.HashData(octets.Span, digest) + HMACSHA256.HashData(_key, octets.Span, digest);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Entries)]
    public int Append() => ChainLog.Build(_commits, SegmentLength, _buffer).Sum(segment => segment.Octets.Length);

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
        using var verification = new LogVerification(ChainLog.Trust(full), parallelism);
        verification.Segments(_segments);
        var report = verification.Complete(DateTimeOffset.UnixEpoch.AddYears(100));

        // A log that its own genesis entry alone vouches for, with a checkpoint key that isn't one.
        return report.Findings is [{ Kind: FindingKind.UnknownKey }] && report.Entries > Entries
            ? report
            : throw new InvalidOperationException("The log was not verified.");
    }
}
