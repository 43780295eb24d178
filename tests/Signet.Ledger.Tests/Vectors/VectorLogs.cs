using System.Text;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Anchors;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Verification;
using Signet.Ledger.Verification;

namespace Signet.Ledger.Tests.Vectors;

/// <summary>The logs that other implementations check themselves by: whole ones of every shape, and one of each kind of damage.</summary>
internal static class VectorLogs
{
    public static IEnumerable<Vector> All() =>
    [
        Of("small", "Three segments, two epochs, nothing wrong.", LogBuilder.Small()),
        Of("rotations", "Two chain keys, two checkpoint keys, three epochs, two producers, a gap, a verifier's report, an end.", LogBuilder.Large()),
        Batch(),
        SharedSecret(),
        EveryType(),
        Sealed(),
        Of("event-changed", "One letter of an event in segment 1.", LogBuilder.Small(), log => Replace(log, 1, "\"id\":\"ada\"", "\"id\":\"eve\"")),
        Of("mac-changed", "One digit of a MAC in segment 1.", LogBuilder.Small(), log => ChangeDigit(log, 1, "\"mac\":\"")),
        Of("entry-changed", "A heartbeat's interval in segment 1.", LogBuilder.Small(), log => Replace(log, 1, "\"interval_seconds\":300", "\"interval_seconds\":400")),
        Of("spelling-changed", "White space in an entry.", LogBuilder.Small(), log => Replace(log, 1, "\"interval_seconds\":300", "\"interval_seconds\": 300")),
        Of("link-changed", "The header of segment 2 names another object before it.", LogBuilder.Small(), log => ChangeDigit(log, 2, "\"prev_segment\":\"")),
        Of("root-changed", "The footer of segment 1 states another tree head.", LogBuilder.Small(), log => ChangeDigit(log, 1, "\"root\":\"")),
        Of("segment-missing", "Segment 1 is gone.", LogBuilder.Small(), log => log.Segments.Where((_, number) => number != 1), skip: 1),
        Of("tail-missing", "The last segment is gone; the checkpoint knows it.", LogBuilder.Small(), log => [.. log.Segments.Take(2)]),
        Of("line-dropped", "An entry's line is gone from segment 1.", LogBuilder.Small(), log => DropLine(log, 1, 1)),
    ];

    private static Vector Of(string name, string says, LogBuilder log, Func<LogBuilder, IEnumerable<byte[]>>? damage = null, int skip = -1)
    {
        using (log)
        {
            var segments = (damage?.Invoke(log) ?? log.Segments).ToList();
            return new Vector(
                name, says,
                segments.Select((octets, i) => (Number: (long)(skip >= 0 && i >= skip ? i + 1 : i), Octets: octets)).ToDictionary(s => s.Number, s => s.Octets),
                log.Trust(), log.HeadAfter(log.Segments.Count - 1))
            {
                Note = log.Note(),
                Now = log.Now.AddDays(1),
            };
        }
    }

    private static Vector Batch()
    {
        var log = new LogBuilder();
        using var signer = CommitSigner.FromSeed(log.LogId, "batch-key", Enumerable.Repeat((byte)9, 32).ToArray(), EventSignature.Ed25519Tree);
        var signed = signer.SignBatch([.. Enumerable.Range(0, 7).Select(seq => new UnsignedEvent(EventSamples.Plain("gateway-1", seq)))]);
        var enrol = log.Enrol("gateway-1") with { KeyId = signer.KeyId, Alg = signer.Alg, PublicKey = signer.PublicKey };
        log.Segment([enrol, .. signed.Take(4).Select(item => new CommitBody { SignedEvent = item })]);
        log.Segment([.. signed.Skip(4).Select(item => new CommitBody { SignedEvent = item })]);
        return Of("batch", "Seven events under one signature, in two segments.", log);
    }

    private static Vector SharedSecret()
    {
        var log = new LogBuilder();
        var secret = Enumerable.Repeat((byte)5, 32).ToArray();
        using var signer = CommitSigner.FromSharedSecret(log.LogId, "shared-key", secret);
        log.Segment(
            new ProducerKeyBody { KeyId = signer.KeyId, Alg = signer.Alg, Producer = "gateway-1", Evidence = "vector" },
            new CommitBody { SignedEvent = signer.Sign(EventSamples.Plain("gateway-1", 0)) });
        var vector = Of("shared-secret", "An event whose producer shares a secret with the verifier.", log);
        return vector with { Trust = vector.Trust with { CommitSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { [signer.KeyId] = secret } } };
    }

    private static Vector EveryType()
    {
        var pki = TestPki.Shared;
        using var signer = pki.IssueEcdsa();
        var log = new LogBuilder(anchors: AnchoredLog.Settings(pki)) { Now = TestPki.Now.AddHours(-1) };
        log.Segment(
            log.Enrol("gateway-1"), log.Enrol("gateway-2"), log.Commit("gateway-1", 0), log.Commit("gateway-1", 2),
            new GapBody { Producer = "gateway-1", Epoch = EventSamples.Plain().Producer.Epoch, From = 1, Through = 1 },
            new QuarantineBody { Sha256 = Digest.Of([1]), Bytes = 9, Count = 2, Why = QuarantineReason.BadSignature, ClaimedProducer = "gateway-2" },
            new RecoveryBody { What = "torn file", Sha256 = Digest.Of([2]) });
        log.Segment(AnchoredLog.Anchor(log, pki, signer), new HeartbeatBody { IntervalSeconds = 300 });
        log.Segment(new SettingsBody { Settings = log.Settings with { RetainDays = 60 } }, log.RotateCheckpointKey(), log.Rotation("chain-2"));
        log.NextEpoch("chain-2");
        log.Segment(
            VerificationStatement.Sign(
                log.LogId,
                new VerificationBody
                {
                    ThroughSeq = 3,
                    Root = Digest.Of([3]),
                    Result = "clean",
                    Findings = 0,
                    ReportSha256 = Digest.Of([4]),
                    Verifier = "gateway-2",
                    Sig = default,
                },
                Enumerable.Repeat((byte)'2', 32).ToArray()),
            new EndBody());
        var vector = Of("every-type", "Every type of entry, an anchor with its token among them.", log);
        return vector with
        {
            TsaRoots = new Dictionary<string, byte[]> { [AnchoredLog.Tsa] = pki.Root.RawData },
            Trust = vector.Trust with { CheckAnchor = AnchorChecks.For(vector.Trust.LogId, [pki.Trust]) },
            Now = log.Now,
            Repeatable = false,
        };
    }

    private static Vector Sealed()
    {
        var log = new SealedLog();
        return new Vector(
            "sealed", "Chain keys drawn at random and sealed for the verifier.",
            log.Segments.Index().ToDictionary(segment => (long)segment.Index, segment => segment.Item), log.Trust, log.Head)
        {
            Note = log.Note,
            SealingKeyPem = log.Recipient.ExportPkcs8PrivateKeyPem(),
            Now = log.Through.AddDays(1),
            Repeatable = false,
        };
    }

    private static List<byte[]> Replace(LogBuilder log, int segment, string from, string to)
    {
        var text = Encoding.UTF8.GetString(log.Segments[segment]);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        log.Segments[segment] = Encoding.UTF8.GetBytes(string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length)));
        return log.Segments;
    }

    private static List<byte[]> ChangeDigit(LogBuilder log, int segment, string before)
    {
        var text = Encoding.UTF8.GetString(log.Segments[segment]);
        var at = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        var digits = text.Substring(at, 8);
        return Replace(log, segment, before + digits, string.Concat(before, digits[0] == '0' ? "1" : "0", digits.AsSpan(1)));
    }

    private static List<byte[]> DropLine(LogBuilder log, int segment, int line)
    {
        var lines = Encoding.UTF8.GetString(log.Segments[segment]).Split('\n').ToList();
        lines.RemoveAt(line);
        log.Segments[segment] = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        return log.Segments;
    }
}
