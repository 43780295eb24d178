using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Signet.Storage.Memory;

namespace Signet.Verifier.Tests;

/// <summary>A log that a test lets grow segment by segment.</summary>
internal sealed class TestLog : IDisposable
{
    public const string LogId = "test.log";

    public static readonly DateTimeOffset Start = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private readonly ReadOnlyMemory<byte> _secret = new byte[32];
    private readonly CheckpointSigner _signer = new(LogId, new byte[32]);
    private readonly ChainKey _key = ChainKey.ForEpoch(new byte[32], LogId, 1, 0);
    private ChainHead _head = ChainHead.Empty;

    public LogTrust Trust => new()
    {
        LogId = LogId,
        CheckpointKey = _signer.VerifierKey,
        RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["k"] = _secret },
    };

    public long Size => _head.Size;

    public void Dispose()
    {
        _signer.Dispose();
        _key.Dispose();
    }

    /// <summary>Stores another segment and its checkpoint.</summary>
    public async Task GrowAsync(MemoryStore store)
    {
        var builder = new SegmentBuilder(LogId, "k", _key, _head);
        if (_head.Size == 0)
        {
            builder.Append(
                new GenesisBody
                {
                    LogId = LogId,
                    CreatedAt = Start,
                    KeyId = "k",
                    CheckpointVkey = _signer.VerifierKey.ToString(),
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
                Start);
            builder.Append(new EpochBody { Epoch = 1, Writer = "w", KeyId = "k" }, Start);
        }
        else
        {
            builder.Append(new HeartbeatBody { IntervalSeconds = 60 }, Start);
        }

        var segment = builder.Seal(_head.Size == 0 ? Digest.Zero : null, Start);
        var token = TestContext.Current.CancellationToken;
        await store.CreateSegmentAsync(LogId, segment.Segment, segment.Octets, token);
        await store.PutAsync(LogId, "checkpoint", _signer.Sign(new Checkpoint(LogId, segment.Head.Size, segment.Root)), token);
        _head = segment.Head;
        _key.Ratchet();
    }

    /// <summary>The store as it is now, in a store of its own.</summary>
    public static async Task<MemoryStore> CopyAsync(MemoryStore store)
    {
        var token = TestContext.Current.CancellationToken;
        var copy = new MemoryStore();
        await foreach (var segment in store.ListSegmentsAsync(LogId, token))
        {
            await copy.CreateSegmentAsync(LogId, segment, (await store.ReadSegmentAsync(LogId, segment, token))!.Value, token);
        }

        await copy.PutAsync(LogId, "checkpoint", (await store.ReadAsync(LogId, "checkpoint", token))!.Value, token);
        return copy;
    }
}
