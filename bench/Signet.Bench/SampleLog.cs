using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>Chains one producer's events into a log: genesis, epoch, the producer's key, then the events.</summary>
internal sealed class SampleLog : IDisposable
{
    public const string LogId = "bench";

    private const string KeyId = "chain-1";

    private readonly byte[] _rootSecret = new byte[32];
    private readonly CheckpointSigner _checkpoints = new(LogId, new byte[32]);
    private readonly CommitSigner _producer;

    /// <param name="producer">Signs the events; disposed of with the log.</param>
    public SampleLog(CommitSigner producer) => _producer = producer;

    /// <summary>What a verifier knows from outside; without the root secret it verifies keyless.</summary>
    public LogTrust Trust(bool full = true) => new()
    {
        LogId = LogId,
        CheckpointKey = _checkpoints.VerifierKey,
        RootSecrets = full ? new Dictionary<string, ReadOnlyMemory<byte>> { [KeyId] = _rootSecret } : [],
    };

    public static CommitBody Commit(SignedEvent signedEvent) => new() { SignedEvent = signedEvent };

    /// <summary>Chains commits into segments of so many, what the log itself says apart.</summary>
    /// <param name="commits">Commits of the producer's events.</param>
    /// <param name="segmentLength">The commits of a segment.</param>
    /// <param name="buffer">Room for one segment after the other, each valid until the next; null for new room for each.</param>
    public IEnumerable<SealedSegment> Build(IEnumerable<CommitBody> commits, int segmentLength, SegmentBuffer? buffer = null)
    {
        using var key = ChainKey.ForEpoch(_rootSecret, LogId, 1, 0);
        var head = ChainHead.Empty;
        SegmentBuilder? builder = null;
        var count = 0;
        foreach (var commit in commits)
        {
            builder ??= Begin(key, head, buffer);
            builder.Append(commit, SampleEvents.Start);
            if (++count % segmentLength == 0)
            {
                var segment = builder.Seal(null, SampleEvents.Start);
                (builder, head) = (null, segment.Head);
                key.Ratchet();
                yield return segment;
            }
        }

        if (builder is not null)
        {
            yield return builder.Seal(null, SampleEvents.Start);
        }
    }

    public void Dispose()
    {
        _producer.Dispose();
        _checkpoints.Dispose();
    }

    private SegmentBuilder Begin(ChainKey key, ChainHead head, SegmentBuffer? buffer)
    {
        var builder = new SegmentBuilder(LogId, KeyId, key, head, buffer);
        if (head.Size > 0)
        {
            return builder;
        }

        builder.Append(
            new GenesisBody
            {
                LogId = LogId,
                CreatedAt = SampleEvents.Start,
                KeyId = KeyId,
                CheckpointVkey = _checkpoints.VerifierKey.ToString(),
                SlotMode = "conditional",
                Storage = "directory",
                Settings = new LedgerSettings
                {
                    RetainDays = 0,
                    GapAfterSeconds = 900,
                    MaxMergeDelaySeconds = 60,
                    DedupeDays = 7,
                    Anchors = new AnchorSettings { Required = 0, Tsas = [], MaxLagSeconds = 3_600, IdleSeconds = 86_400 },
                },
            },
            SampleEvents.Start);
        builder.Append(new EpochBody { Epoch = 1, Writer = "auditor", KeyId = KeyId }, SampleEvents.Start);
        builder.Append(
            new ProducerKeyBody
            {
                KeyId = _producer.KeyId,
                Alg = _producer.Alg,
                PublicKey = _producer.Alg == EventSignature.HmacSha256 ? default(ReadOnlyMemory<byte>?) : _producer.PublicKey,
                Producer = SampleEvents.Producer,
                Evidence = "bench",
            },
            SampleEvents.Start);
        return builder;
    }
}
