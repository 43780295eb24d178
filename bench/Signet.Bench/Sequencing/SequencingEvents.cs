using Signet.Ledger.Events;

namespace Signet.Bench.Sequencing;

/// <summary>
/// Signed events of several producers, made once: making one takes longer than chaining it. Every round chains all of them into a log of
/// its own.
/// </summary>
internal sealed class SequencingEvents : IDisposable
{
    public const int Producers = 4;
    public const int OfEach = 65_536;

    private readonly CommitSigner[] _signers;

    private SequencingEvents(CommitSigner[] signers, SignedEvent[][] batched, SignedEvent[][] single) =>
        (_signers, Batched, Single) = (signers, batched, single);

    /// <summary>Events of each producer, signed 256 at a time.</summary>
    public SignedEvent[][] Batched { get; }

    /// <summary>The same events, each with a signature of its own: about a kilobyte as they are sent.</summary>
    public SignedEvent[][] Single { get; }

    public static async Task<SequencingEvents> CreateAsync()
    {
        CommitSigner[] signers =
            [.. Enumerable.Range(0, Producers).Select(i => CommitSigner.Create(SampleLog.LogId, $"key-{i}", EventSignature.Ed25519Tree))];
        return new SequencingEvents(signers, await MakeAsync(EventSignature.MaxBatch), await MakeAsync(1));

        Task<SignedEvent[][]> MakeAsync(int batch) =>
            Task.WhenAll(signers.Select((signer, i) => Task.Run(() => Make(signer, i, OfEach, batch))));
    }

    /// <summary>The same events in batches of another size.</summary>
    public SignedEvent[][] InBatchesOf(int size, int ofEach) =>
        size == EventSignature.MaxBatch ? Batched : [.. _signers.Select((signer, i) => Make(signer, i, ofEach, size))];

    public CommitSigner SignerOf(int producer) => _signers[producer];

    public static string NameOf(int producer) => $"gateway-{producer}";

    public void Dispose() => Array.ForEach(_signers, signer => signer.Dispose());

    private static SignedEvent[] Make(CommitSigner signer, int producer, int count, int batch)
    {
        var events = new List<SignedEvent>(count);
        for (var from = 0; from < count; from += batch)
        {
            events.AddRange(signer.SignBatch([.. Enumerable.Range(from, Math.Min(batch, count - from)).Select(seq => new UnsignedEvent(Event(producer, seq)))]));
        }

        return [.. events];
    }

    private static CommitEvent Event(int producer, long seq)
    {
        var sample = SampleEvents.Kilobyte(seq);
        return sample with { Producer = sample.Producer with { Id = NameOf(producer) } };
    }
}
