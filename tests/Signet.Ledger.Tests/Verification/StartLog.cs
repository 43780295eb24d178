using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.State;
using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Walks over logs with state objects: from the beginning, and from the checkpoint behind any segment that has a state.</summary>
internal static class StartLog
{
    /// <summary>Enrols three producers and names an authority.</summary>
    public static IReadOnlyList<EntryBody> Beginning(int requiredAnchors = 0)
    {
        using var samples = new LogBuilder();
        var anchors = new AnchorSettings
        {
            Required = requiredAnchors,
            Tsas = [new AnchorAuthority("tsa-1", Digest.Zero)],
            MaxLagSeconds = 600,
            IdleSeconds = 86_400,
        };
        return
        [
            new SettingsBody { Settings = samples.Settings with { Anchors = anchors } },
            .. Enumerable.Range(0, 3).Select(producer => Enrol($"gateway-{producer}")),
        ];
    }

    public static ProducerKeyBody Enrol(string producer, bool revoked = false)
    {
        using var signer = EventSamples.Signer();
        return new ProducerKeyBody
        {
            KeyId = signer.KeyId,
            Alg = EventSignature.Ed25519,
            PublicKey = signer.PublicKey,
            Producer = producer,
            Evidence = "test",
            Revoked = revoked,
        };
    }

    /// <summary>A log of four segments and two epochs; each segment has a state.</summary>
    public static StateLog Small()
    {
        var log = new StateLog();
        log.Segment([.. Beginning(), Commit(0)]);
        log.Segment(Commit(2), Commit(3));
        log.NextEpoch();
        log.Segment(Commit(1));
        log.Segment(Commit(4));
        return log;
    }

    public static CommitBody Commit(long seq, string producer = "gateway-0") => StateEvents.Commit(producer, EventSamples.Uuid7(1), seq);

    public static LogTrust Trust(bool full = true)
    {
        using var samples = new LogBuilder();
        return new LogTrust
        {
            LogId = StateLog.LogId,
            CheckpointKey = samples.FirstKey,
            RootSecrets = full
                ? Enumerable.Range(1, 9).ToDictionary(i => $"chain-{i}", i => (ReadOnlyMemory<byte>)LogBuilder.Secret($"chain-{i}"))
                : new Dictionary<string, ReadOnlyMemory<byte>>(),
        };
    }

    /// <summary>The checkpoint of the tree that a segment ends.</summary>
    public static Checkpoint CheckpointOf(byte[] segment) =>
        SegmentObject.TryParse(segment, out var parsed, out _)
            ? new Checkpoint(StateLog.LogId, parsed!.Footer.Size, parsed.Footer.Root)
            : throw new ArgumentException("not a segment", nameof(segment));

    public static LogVerification? From(StateLog log, long segment, LogTrust trust)
    {
        var last = log.Segments[(int)segment];
        return LogVerification.From(trust, CheckpointOf(last), new StoredSegment(segment, last), log.States[segment], out _);
    }

    public static VerificationReport WalkFrom(StateLog log, long segment, IReadOnlyList<byte[]?> segments, LogTrust trust)
    {
        using var walk = From(log, segment, trust) ?? throw new InvalidOperationException("The walk doesn't start.");
        Push(walk, segments, (int)segment + 1);
        return walk.Complete(Later(log));
    }

    public static VerificationReport WalkAll(StateLog log, IReadOnlyList<byte[]?> segments, LogTrust trust)
    {
        using var walk = new LogVerification(trust);
        Push(walk, segments, 0);
        return walk.Complete(Later(log));
    }

    public static void Push(LogVerification walk, IReadOnlyList<byte[]?> segments, int from)
    {
        for (var number = from; number < segments.Count; number++)
        {
            if (segments[number] is { } octets)
            {
                walk.Segment(number, octets);
            }
        }
    }

    /// <summary>When everything that is due is overdue.</summary>
    public static DateTimeOffset Later(StateLog log) => log.State.Head.RecordedAt.AddDays(30);
}
