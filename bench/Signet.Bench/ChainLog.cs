using System.Text;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>
/// A log of many commits of about a kilobyte, whose events carry MACs under a secret that no verifier here has: everything of the log
/// is checked but the producers' signatures.
/// </summary>
internal static class ChainLog
{
    public const string LogId = "bench";

    private const string KeyId = "chain-1";
    private const string CommitKeyId = "commit-1";

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] RootSecret = new byte[32];

    public static LogTrust Trust(bool full) => new()
    {
        LogId = LogId,
        RootSecrets = full ? new Dictionary<string, ReadOnlyMemory<byte>> { [KeyId] = RootSecret } : new Dictionary<string, ReadOnlyMemory<byte>>(),
    };

    /// <summary>Commits in the order of their numbers, ready to be chained.</summary>
    public static CommitBody[] Commits(int count)
    {
        var commits = new CommitBody[count];
        for (var seq = 0; seq < count; seq++)
        {
            var octets = Encoding.UTF8.GetString(EventCodec.Write(SampleLog.Event(seq) with
            {
                Metadata = [new EventMetadata("note", new string('x', 200))],
            }));
            var signature = $"{{\"alg\":\"hmac-sha256\",\"key_id\":\"{CommitKeyId}\",\"sig\":\"{Convert.ToBase64String(new byte[32])}\"}}";
            var wire = Encoding.UTF8.GetBytes($"{{\"event\":{octets},\"signature\":{signature}}}");
            commits[seq] = SignedEvent.TryParse(wire, out var signed)
                ? new CommitBody { SignedEvent = signed! }
                : throw new InvalidOperationException("The event isn't one.");
        }

        return commits;
    }

    /// <summary>Chains commits into segments of so many entries, genesis, epoch and seals apart.</summary>
    public static IEnumerable<SealedSegment> Build(IReadOnlyList<CommitBody> commits, int segmentLength, SegmentBuffer? buffer = null)
    {
        using var key = ChainKey.ForEpoch(RootSecret, LogId, 1, 0);
        var head = ChainHead.Empty;
        for (var from = 0; from < commits.Count; from += segmentLength)
        {
            var builder = new SegmentBuilder(LogId, KeyId, key, head, buffer);
            if (from == 0)
            {
                Begin(builder);
            }

            for (var i = from; i < Math.Min(from + segmentLength, commits.Count); i++)
            {
                builder.Append(commits[i], Start);
            }

            var segment = builder.Seal(null, Start);
            head = segment.Head;
            key.Ratchet();
            yield return segment;
        }
    }

    private static void Begin(SegmentBuilder builder)
    {
        builder.Append(
            new GenesisBody
            {
                LogId = LogId,
                CreatedAt = Start,
                KeyId = KeyId,
                CheckpointVkey = "none",
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
        builder.Append(new EpochBody { Epoch = 1, Writer = "auditor", KeyId = KeyId }, Start);
        builder.Append(
            new ProducerKeyBody { KeyId = CommitKeyId, Alg = EventSignature.HmacSha256, Producer = "gateway", Evidence = "bench" }, Start);
    }
}
