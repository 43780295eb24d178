using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>A log of one segment with as many commits as asked, of the size that a gateway's events have.</summary>
internal sealed class SampleLog : IDisposable
{
    public const string LogId = "bench";

    private const string KeyId = "chain-1";
    private const string Producer = "gateway";

    private static readonly string[] Checks = ["owner_resolution", "classification_gate", "prompt_injection", "regex_content"];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Guid Epoch = Guid.CreateVersion7(Start);

    private readonly byte[] _rootSecret = new byte[32];
    private readonly CheckpointSigner _checkpoints = new(LogId, new byte[32]);

    public SampleLog(int commits)
    {
        Signer = CommitSigner.FromSeed(LogId, "commit-1", new byte[32]);
        Events = [.. Enumerable.Range(0, commits).Select(seq => Signer.Sign(Event(seq)))];
        Segment = Build();
    }

    public CommitSigner Signer { get; }

    public IReadOnlyList<SignedEvent> Events { get; }

    public SealedSegment Segment { get; }

    public LogTrust Trust => new()
    {
        LogId = LogId,
        CheckpointKey = _checkpoints.VerifierKey,
        RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { [KeyId] = _rootSecret },
    };

    public static CommitEvent Event(long seq) => new()
    {
        Id = Guid.CreateVersion7(Start),
        OccurredAt = Start,
        Producer = new ProducerPosition(Producer, Epoch, seq),
        Phase = EventPhase.Admitted,
        Details = new EventDecisionDetails
        {
            RequestId = "01a2059e-0d60-7776-9299-f28d2a76a69d",
            Stage = EventStage.Admission,
            Check = "pipeline",
            Decision = EventDecision.Allow,
            Owner = new EventOwner { Type = "human", Id = "ada" },
            Request = new EventRequest
            {
                Method = "POST",
                Path = "/v1/chat/completions",
                Surface = "openai.chat_completions",
                Model = "any",
                Sha256 = Digest.Zero,
                Bytes = 2_048,
                Classification = "UNCLASS",
                Clearance = "UNCLASS",
                Source = "127.0.0.1",
            },
            PolicySha256 = Digest.Zero,
            Coverage =
            [
                .. Checks.Select(check => new EventCoverage { Check = check, Decision = EventDecision.Allow, Seen = 4 }),
            ],
        },
    };

    public SealedSegment Build()
    {
        using var key = ChainKey.ForEpoch(_rootSecret, LogId, 1, 0);
        var builder = new SegmentBuilder(LogId, KeyId, key, ChainHead.Empty);
        builder.Append(
            new GenesisBody
            {
                LogId = LogId,
                CreatedAt = Start,
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
            Start);
        builder.Append(new EpochBody { Epoch = 1, Writer = "auditor", KeyId = KeyId }, Start);
        builder.Append(
            new ProducerKeyBody { KeyId = Signer.KeyId, Alg = EventSignature.Ed25519, PublicKey = Signer.PublicKey, Producer = Producer, Evidence = "bench" },
            Start);
        foreach (var signedEvent in Events)
        {
            builder.Append(new CommitBody { SignedEvent = signedEvent }, Start);
        }

        return builder.Seal(null, Start);
    }

    public void Dispose()
    {
        Signer.Dispose();
        _checkpoints.Dispose();
    }
}
