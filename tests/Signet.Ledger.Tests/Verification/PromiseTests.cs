using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Receipts are promises: what they name must stand in the log.</summary>
public class PromiseTests
{
    private static readonly byte[] Salt = new byte[PromiseReceipt.SaltOctets];

    [Fact]
    public void Promise_Kept_NothingFound()
    {
        using var log = LogBuilder.Small();
        Assert.Empty(Redeem(log, Receipt(log.Commit("gateway-1", 1))));
    }

    [Fact]
    public void Promise_EventNotInTheLog_Broken()
    {
        using var log = LogBuilder.Small();
        Assert.Equal([FindingKind.PromiseBroken], Redeem(log, Receipt(log.Commit("gateway-1", 9))));
    }

    [Fact]
    public void Promise_SameNameOtherOctets_Broken()
    {
        using var log = LogBuilder.Small();
        using var signer = LogBuilder.Signer("gateway-1");
        var kept = log.Commit("gateway-1", 1).SignedEvent.Event;
        var other = signer.Sign(kept with { OccurredAt = kept.OccurredAt.AddTicks(1) });
        Assert.Equal([FindingKind.PromiseBroken], Redeem(log, PromiseReceipt.For(log.LogId, other, Salt)));
    }

    [Fact]
    public void Promise_OfABatchUnderAnotherName_IsKeptByTheEventItself()
    {
        // A batch's signature covers digests alone: with another name the receipt verifies still, and must not accuse the gateway.
        byte[] seed = [.. Enumerable.Repeat((byte)9, 32)];
        using var signer = CommitSigner.FromSeed(EventSamples.LogId, "batch-key", seed, EventSignature.Ed25519Tree);
        using var log = new LogBuilder();
        var signed = signer.SignBatch([.. Enumerable.Range(0, 3).Select(seq => new UnsignedEvent(EventSamples.Plain("gateway-1", seq)))]);
        var enrol = log.Enrol("gateway-1") with { KeyId = signer.KeyId, Alg = signer.Alg, PublicKey = signer.PublicKey };
        log.Segment(enrol, new CommitBody { SignedEvent = signed[0] }, new CommitBody { SignedEvent = signed[1] });
        var kept = PromiseReceipt.For(log.LogId, signed[1], Salt);
        var renamed = kept with { Entry = EventSamples.Uuid7(99) };
        Assert.True(renamed.Verify(signer.PublicKey.Span));
        Assert.Empty(Redeem(log, kept));
        Assert.Empty(Redeem(log, renamed));
        Assert.Equal([FindingKind.PromiseBroken], Redeem(log, PromiseReceipt.For(log.LogId, signed[2], Salt)));
    }

    [Fact]
    public void Promise_NotYetDue_NothingFound()
    {
        using var log = LogBuilder.Small();
        using var signer = LogBuilder.Signer("gateway-1");
        var late = EventSamples.Plain("gateway-1", 9) with { Id = Guid.CreateVersion7(log.Now.AddYears(2)) };
        Assert.Empty(Redeem(log, PromiseReceipt.For(log.LogId, signer.Sign(late), Salt)));
    }

    [Fact]
    public void Promise_SignedByNobodyOfTheLog_PromisesNothing()
    {
        using var log = LogBuilder.Small();
        Assert.Empty(Redeem(log, Receipt(log.Commit("gateway-2", 9))));
    }

    [Fact]
    public void Promise_KeptLaterThanTheMergeDelay_Broken()
    {
        using var log = LogBuilder.Small();
        Assert.Equal([FindingKind.PromiseBroken], RedeemInTime(log, Receipt(log.Commit("gateway-1", 1)), log.Now));
    }

    [Fact]
    public void Promise_KeptWithinTheMergeDelay_NothingFound()
    {
        using var log = new LogBuilder();
        using var signer = LogBuilder.Signer("gateway-1");
        log.Segment(log.Enrol("gateway-1"));
        var signed = signer.Sign(EventSamples.Plain("gateway-1", 0) with { Id = Guid.CreateVersion7(log.Now) });
        log.Segment(new CommitBody { SignedEvent = signed });
        Assert.Empty(RedeemInTime(log, PromiseReceipt.For(log.LogId, signed, Salt), log.Now));
    }

    [Fact]
    public void Promise_AfterTheFirstSegment_Throws()
    {
        using var log = LogBuilder.Small();
        using var walk = new LogVerification(log.Trust());
        walk.Segment(0, log.Segments[0]);
        Assert.Throws<InvalidOperationException>(() => walk.Promise(Receipt(log.Commit("gateway-1", 1))));
    }

    private static PromiseReceipt Receipt(CommitBody commit) => PromiseReceipt.For(EventSamples.LogId, commit.SignedEvent, Salt);

    /// <summary>Redeems a receipt of a log that takes its time: the samples' names are from months before.</summary>
    private static IEnumerable<FindingKind> Redeem(LogBuilder log, PromiseReceipt receipt)
    {
        log.Segment(new SettingsBody { Settings = log.Settings with { MaxMergeDelaySeconds = 365 * 86_400 } });
        return RedeemInTime(log, receipt, log.Now.AddYears(2));
    }

    private static IEnumerable<FindingKind> RedeemInTime(LogBuilder log, PromiseReceipt receipt, DateTimeOffset now)
    {
        using var walk = new LogVerification(log.Trust());
        walk.Promise(receipt);
        walk.Segments([.. log.Segments.Select((octets, number) => new StoredSegment(number, octets))]);
        return [.. walk.Complete(now).Findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => f.Kind)];
    }
}
