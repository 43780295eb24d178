using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Events;

namespace Signet.Ledger.Tests.Verification.Generated;

/// <summary>The producers of generated logs. Keys and signed events are made once: they are the same in each log.</summary>
internal static class PlannedProducers
{
    public const int Count = 4;
    public const string LogId = "log.generated";
    public const int BatchProducer = 2;
    public const int SharedProducer = 3;

    private static readonly ConcurrentDictionary<(int Who, int Key), CommitSigner> Signers = new();
    private static readonly ConcurrentDictionary<(int Who, int Key, int Epoch, long From, int Size), SignedEvent[]> Signed = new();

    /// <summary>The secrets that its MACs are checked with.</summary>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> CommitSecrets { get; } =
        Enumerable.Range(0, 16).ToDictionary(key => KeyId(SharedProducer, key), key => (ReadOnlyMemory<byte>)Secret(SharedProducer, key));

    public static string Name(int who) => string.Create(CultureInfo.InvariantCulture, $"producer-{who}");

    public static CommitSigner Signer(int who, int key) => Signers.GetOrAdd((who, key), _ => who switch
    {
        SharedProducer => CommitSigner.FromSharedSecret(LogId, KeyId(who, key), Secret(who, key)),
        BatchProducer => CommitSigner.FromSeed(LogId, KeyId(who, key), Secret(who, key), EventSignature.Ed25519Tree),
        _ => CommitSigner.FromSeed(LogId, KeyId(who, key), Secret(who, key)),
    });

    /// <summary>Events with numbers that follow each other, signed together.</summary>
    public static SignedEvent[] Sign(int who, int key, int epoch, long from, int size) => Signed.GetOrAdd(
        (who, key, epoch, from, size),
        _ => Signer(who, key).SignBatch([.. Enumerable.Range(0, size).Select(i => new UnsignedEvent(Event(who, epoch, from + i)))]));

    public static Guid Epoch(int epoch) => EventSamples.Plain(epoch: epoch).Producer.Epoch;

    private static CommitEvent Event(int who, int epoch, long seq)
    {
        var plain = EventSamples.Plain(Name(who), seq, epoch);
        return seq % 3 == 0 ? plain with { Phase = seq == 0 ? EventPhase.Opened : EventPhase.Alive, Details = null } : plain;
    }

    private static string KeyId(int who, int key) => string.Create(CultureInfo.InvariantCulture, $"key-{who}-{key}");

    private static byte[] Secret(int who, int key) => Digest.Of(Encoding.ASCII.GetBytes(KeyId(who, key))).ToArray();
}
