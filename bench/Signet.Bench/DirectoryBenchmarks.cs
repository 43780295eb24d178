using BenchmarkDotNet.Attributes;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Signet.Storage.Directories;
using Signet.Verifier;

namespace Signet.Bench;

/// <summary>
/// The whole verifier over a directory, reading included, against the bare SHA-256 and HMAC-SHA256 of the same octets in memory. Producers'
/// signatures apart: they are MACs under a secret that no verifier here has.
/// </summary>
[MemoryDiagnoser]
public class DirectoryBenchmarks
{
    private const int Entries = 65_536;

    private readonly string _path = Directory.CreateTempSubdirectory("signet-bench-").FullName;
    private SampleLog _log = null!;
    private ReadOnlyMemory<byte>[] _octets = [];
    private DateTimeOffset _now;

    [Params(64, 1_024)]
    public int SegmentLength { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var signer = CommitSigner.FromSharedSecret(SampleLog.LogId, "commit-1", new byte[32]);
        _log = new SampleLog(signer);
        var octets = new List<ReadOnlyMemory<byte>>(Entries);
        Directory.CreateDirectory(_path);
        var store = DirectoryStore.Open(_path);
        var commits = Enumerable.Range(0, Entries).Select(seq => SampleLog.Commit(signer.Sign(SampleEvents.Kilobyte(seq))));
        foreach (var segment in _log.Build(commits, SegmentLength))
        {
            var copy = segment.Octets.ToArray();
            await store.CreateSegmentAsync(SampleLog.LogId, segment.Segment, copy, default);
            octets.AddRange(SegmentObject.TryParse(copy, out var parsed, out _) ? parsed!.Lines.Select(line => line.Entry) : []);
            _now = segment.Head.RecordedAt;
        }

        _octets = [.. octets];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _log.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Entries)]
    public int HashAndMacAlone() => HashAndMac.ByFramework(_octets);

    [Benchmark(OperationsPerInvoke = Entries)]
    public int HashAndMacBySignet() => HashAndMac.BySignet(_octets);

    [Benchmark(OperationsPerInvoke = Entries)]
    public Task<VerificationReport> VerifyOnOneCore() => VerifyAsync(1);

    [Benchmark(OperationsPerInvoke = Entries)]
    public Task<VerificationReport> VerifyOnAllCores() => VerifyAsync(0);

    private async Task<VerificationReport> VerifyAsync(int parallelism)
    {
        var reader = DirectoryReader.Open(_path);
        var options = new WalkOptions { Parallelism = parallelism };
        return Expect.Clean(await LogVerifier.WalkAsync(reader, reader, _log.Trust(), _now, options, default), Entries);
    }
}
