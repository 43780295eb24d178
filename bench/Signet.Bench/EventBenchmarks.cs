using BenchmarkDotNet.Attributes;
using NSec.Cryptography;
using Signet.Ledger.Canonical;
using Signet.Ledger.Events;

namespace Signet.Bench;

/// <summary>What a gateway does for each event, against the one Ed25519 signature that it can't do without.</summary>
[MemoryDiagnoser]
public class EventBenchmarks
{
    private readonly Key _key = Key.Create(SignatureAlgorithm.Ed25519);
    private readonly byte[] _message = new byte[96];
    private readonly CommitSigner _signer = CommitSigner.FromSeed(SampleLog.LogId, "commit-1", new byte[32]);
    private readonly CommitEvent _event = SampleEvents.Admitted(0);
    private byte[] _octets = [];

    [GlobalSetup]
    public void Setup() => _octets = EventCodec.Write(_event);

    [Benchmark(Baseline = true)]
    public byte[] SignAlone() => SignatureAlgorithm.Ed25519.Sign(_key, _message);

    [Benchmark]
    public SignedEvent WriteAndSign() => _signer.Sign(_event);

    [Benchmark]
    public byte[] Write() => EventCodec.Write(_event);

    [Benchmark]
    public bool CheckCanonicalForm() => CanonicalForm.IsCanonicalObject(_octets);

    [Benchmark]
    public bool Read() => EventCodec.TryRead(_octets, out _);
}
