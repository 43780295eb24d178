using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Writes logs as an auditor would, one minute an entry, and keeps every secret so that a test can break them.</summary>
internal sealed class LogBuilder : IDisposable
{
    private readonly byte _salt;
    private readonly List<Checkpoint> _heads = [];
    private CheckpointSigner _checkpointSigner;
    private ChainKey? _key;
    private bool _opens = true;

    public LogBuilder(string logId = EventSamples.LogId, byte salt = 1, AnchorSettings? anchors = null)
    {
        (LogId, _salt) = (logId, salt);
        _checkpointSigner = new CheckpointSigner(logId, Seed(salt));
        FirstKey = _checkpointSigner.VerifierKey;
        Settings = new LedgerSettings
        {
            RetainDays = 30,
            GapAfterSeconds = 600,
            MaxMergeDelaySeconds = 60,
            DedupeDays = 7,
            Anchors = anchors ?? new AnchorSettings { Required = 0, Tsas = [], MaxLagSeconds = 3_600, IdleSeconds = 86_400 },
        };
        GenesisVkey = FirstKey.ToString();
    }

    public string LogId { get; }

    public VerifierKey FirstKey { get; }

    public string GenesisVkey { get; set; }

    public string KeyId { get; private set; } = "chain-1";

    public LedgerSettings Settings { get; }

    public DateTimeOffset Now { get; set; } = EntrySamples.Noon;

    public long Epoch { get; private set; }

    public ChainHead Head { get; private set; } = ChainHead.Empty;

    public List<byte[]> Segments { get; } = [];

    public static CommitSigner Signer(string producer, string logId = EventSamples.LogId) =>
        EventSamples.Signer(producer + "-key", logId, (byte)producer[^1]);

    public static byte[] Secret(string keyId, byte salt = 1) => [.. Enumerable.Repeat((byte)(keyId[^1] + salt), 32)];

    /// <summary>A log of three segments and two epochs, with every type of entry that doesn't need an authority.</summary>
    public static LogBuilder Small(string logId = EventSamples.LogId, byte salt = 1)
    {
        var log = new LogBuilder(logId, salt);
        log.Segment(log.Enrol("gateway-1"), log.Commit("gateway-1", 0));
        log.Segment(log.Commit("gateway-1", 1), new HeartbeatBody { IntervalSeconds = 300 });
        log.NextEpoch();
        log.Segment(log.Commit("gateway-1", 2));
        return log;
    }

    /// <summary>A log of five segments, three epochs, two chain keys, two checkpoint keys and two producers.</summary>
    public static LogBuilder Large(string logId = EventSamples.LogId, byte salt = 1)
    {
        var log = new LogBuilder(logId, salt);
        log.Segment(log.Enrol("gateway-1"), log.Enrol("gateway-2"), log.Commit("gateway-1", 0), log.Commit("gateway-2", 0));
        log.Segment(
            log.Commit("gateway-1", 2), new QuarantineBody { Sha256 = Digest.Of([1]), Bytes = 9, Count = 1, Why = QuarantineReason.Undecodable },
            log.Commit("gateway-1", 1), new SettingsBody { Settings = log.Settings with { RetainDays = 40 } });
        log.NextEpoch();
        log.Segment(
            log.Commit("gateway-2", 3), new GapBody { Producer = "gateway-2", Epoch = EventSamples.Plain().Producer.Epoch, From = 1, Through = 2 },
            log.RotateCheckpointKey(), log.Rotation("chain-2"));
        log.NextEpoch("chain-2");
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 }, new RecoveryBody { What = "torn file", Sha256 = Digest.Of([2]) });
        log.Segment(
            VerificationStatement.Sign(
                logId,
                new VerificationBody
                {
                    ThroughSeq = 5,
                    Root = Digest.Of([3]),
                    Result = "clean",
                    Findings = 0,
                    ReportSha256 = Digest.Of([4]),
                    Verifier = "gateway-2",
                    Sig = default,
                },
                Seed((byte)'2')),
            new HeartbeatBody { IntervalSeconds = 300 },
            new EndBody());
        return log;
    }

    public ProducerKeyBody Enrol(string producer, DateTimeOffset? notAfter = null, bool revoked = false)
    {
        using var signer = Signer(producer, LogId);
        return new ProducerKeyBody
        {
            KeyId = signer.KeyId,
            Alg = EventSignature.Ed25519,
            PublicKey = signer.PublicKey,
            Producer = producer,
            Evidence = "test",
            NotAfter = notAfter,
            Revoked = revoked,
        };
    }

    public CommitBody Commit(string producer, long seq, string? signedBy = null)
    {
        using var signer = Signer(signedBy ?? producer, LogId);
        return new CommitBody { SignedEvent = signer.Sign(EventSamples.Plain(producer, seq)) };
    }

    public KeyBody Rotation(string to) => new() { From = KeyId, To = to, Reason = "scheduled" };

    public CheckpointKeyBody RotateCheckpointKey()
    {
        var old = _checkpointSigner.VerifierKey.ToString();
        var oldSeed = Seed(_salt);
        _checkpointSigner.Dispose();
        _checkpointSigner = new CheckpointSigner(LogId, Seed((byte)(_salt + 100)));
        var to = _checkpointSigner.VerifierKey.ToString();
        return new CheckpointKeyBody
        {
            From = old,
            To = to,
            Sig = Checkpoints.CheckpointTests.BouncySign(oldSeed, $"signet/checkpoint-key/v1\n{LogId}\n{to}"),
        };
    }

    public void NextEpoch(string? keyId = null)
    {
        KeyId = keyId ?? KeyId;
        _opens = true;
    }

    /// <summary>Writes one segment; genesis and epoch entries are put where they belong.</summary>
    public void Segment(params EntryBody[] bodies) => Write(bodies, null);

    public void Write(IEnumerable<EntryBody> bodies, byte[]? secret)
    {
        if (_opens)
        {
            Epoch++;
            _key = ChainKey.ForEpoch(secret ?? Secret(KeyId, _salt), LogId, Epoch, Head.NextSegment);
            EntryBody epoch = new EpochBody { Epoch = Epoch, Writer = "auditor-1", KeyId = KeyId };
            bodies = Head.Size == 0 ? [Genesis(), epoch, .. bodies] : [epoch, .. bodies];
            _opens = false;
        }

        WriteRaw(bodies);
    }

    /// <summary>Writes one segment of just these entries.</summary>
    public void WriteRaw(IEnumerable<EntryBody> bodies)
    {
        _key ??= ChainKey.ForEpoch(Secret(KeyId, _salt), LogId, Epoch = 1, 0);
        var builder = new SegmentBuilder(LogId, KeyId, _key, Head);
        foreach (var body in bodies)
        {
            builder.Append(body, Now = Now.AddMinutes(1));
        }

        var segment = builder.Seal(null, Now = Now.AddMinutes(1));
        (Head, _opens) = (segment.Head, false);
        _key.Ratchet();
        Segments.Add(segment.Octets.ToArray());
        _heads.Add(new Checkpoint(LogId, Head.Size, segment.Root));
    }

    public GenesisBody Genesis() => new()
    {
        LogId = LogId,
        CreatedAt = EntrySamples.Noon,
        KeyId = KeyId,
        CheckpointVkey = GenesisVkey,
        SlotMode = "conditional",
        Storage = "s3",
        Settings = Settings,
    };

    public Checkpoint HeadAfter(int segment) => _heads[segment];

    public byte[] Note(int? segment = null) => _checkpointSigner.Sign(_heads[segment ?? _heads.Count - 1]);

    public LogTrust Trust(bool full = true) => new()
    {
        LogId = LogId,
        CheckpointKey = FirstKey,
        RootSecrets = full
            ? new Dictionary<string, ReadOnlyMemory<byte>> { ["chain-1"] = Secret("chain-1", _salt), ["chain-2"] = Secret("chain-2", _salt) }
            : new Dictionary<string, ReadOnlyMemory<byte>>(),
    };

    public VerificationReport Verify(bool full = true, byte[]? note = null) => Walk(Segments, Trust(full), Now, note);

    public static VerificationReport Walk(IEnumerable<byte[]?> segments, LogTrust trust, DateTimeOffset now, byte[]? note = null)
    {
        var walk = new LogVerification(trust);
        var number = 0;
        foreach (var segment in segments)
        {
            if (segment is not null)
            {
                walk.Segment(number, segment);
            }

            number++;
        }

        if (note is not null)
        {
            walk.Checkpoint(note);
        }

        return walk.Complete(now.AddDays(1));
    }

    public void Dispose()
    {
        _checkpointSigner.Dispose();
        _key?.Dispose();
    }

    private static byte[] Seed(byte salt) => [.. Enumerable.Repeat(salt, 32)];
}
