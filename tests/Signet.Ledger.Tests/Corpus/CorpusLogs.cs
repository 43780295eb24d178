using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Tests.Anchors;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Verification;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>The clean logs of several shapes that the corpora of changes start from.</summary>
internal static class CorpusLogs
{
    /// <summary>Two segments of as little as a segment has, small enough for every octet to be replaced by every other.</summary>
    public static CorpusLog Tiny()
    {
        var log = new LogBuilder();
        log.Segment();
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        return Of("tiny", log);
    }

    /// <summary>Three segments, two epochs, three events.</summary>
    public static CorpusLog Small() => Of("small", LogBuilder.Small());

    /// <summary>Five segments, three epochs, two chain keys, two checkpoint keys, two producers, a gap, a verifier's report, an end.</summary>
    public static CorpusLog Rotations() => Of("rotations", LogBuilder.Large());

    /// <summary>No producer's event, so that nothing but the chain and the tree tells.</summary>
    public static CorpusLog Eventless()
    {
        var log = new LogBuilder();
        log.Segment(new QuarantineBody { Sha256 = Digest.Of([1]), Bytes = 90, Count = 1, Why = QuarantineReason.TooLarge, ClaimedProducer = "gateway-1" });
        log.NextEpoch();
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 }, log.Rotation("chain-2"));
        log.NextEpoch("chain-2");
        log.Segment(new RecoveryBody { What = "torn \"file\"\n", Sha256 = Digest.Of([2]) }, new EndBody());
        return Of("eventless", log);
    }

    /// <summary>One segment, which is first and last at once.</summary>
    public static CorpusLog Single()
    {
        var log = new LogBuilder();
        log.Segment(log.Enrol("gateway-1"), log.Commit("gateway-1", 0));
        return Of("single", log);
    }

    /// <summary>Five events under one signature, in two segments.</summary>
    public static CorpusLog Batch()
    {
        var log = new LogBuilder();
        using var signer = CommitSigner.FromSeed(log.LogId, "batch-key", [.. Enumerable.Repeat((byte)9, 32)], EventSignature.Ed25519Tree);
        var signed = signer.SignBatch([.. Enumerable.Range(0, 5).Select(seq => new UnsignedEvent(EventSamples.Plain("gateway-1", seq)))]);
        var enrol = log.Enrol("gateway-1") with { KeyId = signer.KeyId, Alg = signer.Alg, PublicKey = signer.PublicKey };
        log.Segment([enrol, .. signed.Take(3).Select(item => new CommitBody { SignedEvent = item })]);
        log.Segment([.. signed.Skip(3).Select(item => new CommitBody { SignedEvent = item })]);
        return Of("batch", log);
    }

    /// <summary>Two trees under an authority's time-stamp.</summary>
    public static CorpusLog Anchored()
    {
        var pki = TestPki.Shared;
        using var signer = pki.IssueEcdsa();
        var log = new LogBuilder(anchors: AnchoredLog.Settings(pki)) { Now = TestPki.Now.AddHours(-1) };
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        log.Segment(AnchoredLog.Anchor(log, pki, signer), new RecoveryBody { What = "torn file", Sha256 = Digest.Of([2]) });
        log.Segment(AnchoredLog.Anchor(log, pki, signer));
        var clean = Of("anchored", log);
        return clean with { Trust = clean.Trust with { CheckAnchor = AnchorChecks.For(clean.Trust.LogId, [pki.Trust]) }, Now = log.Now };
    }

    /// <summary>Two epochs whose chain keys are drawn at random and sealed for the verifier.</summary>
    public static CorpusLog Sealed()
    {
        var log = new SealedLog();
        return new CorpusLog("sealed", [.. log.Segments], log.Trust, log.Note, log.Through.AddDays(1));
    }

    private static CorpusLog Of(string name, LogBuilder log)
    {
        using (log)
        {
            return new CorpusLog(name, [.. log.Segments], log.Trust(), log.Note(), log.Now.AddDays(1));
        }
    }
}
