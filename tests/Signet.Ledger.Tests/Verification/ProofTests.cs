using System.Text;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Proofs that callers hold (R1, R2): the log must still be of the tree that they show.</summary>
public class ProofTests
{
    private const int Index = 3;

    [Fact]
    public void Proof_OfThisLog_NothingFound()
    {
        using var log = LogBuilder.Small();
        Assert.Empty(Redeem(log, walk => walk.Proof(Inclusion(log))));
        Assert.Empty(Redeem(log, walk => walk.Proof(Anchored(log))));
    }

    [Fact]
    public void Proof_OfAnotherLogUnderTheSameKey_Broken()
    {
        using var log = LogBuilder.Small();
        using var fork = Fork();
        Assert.Equal([FindingKind.PromiseBroken], Redeem(log, walk => walk.Proof(Inclusion(fork))));
        Assert.Equal([FindingKind.PromiseBroken], Redeem(log, walk => walk.Proof(Anchored(fork))));
    }

    [Fact]
    public void Proof_OfALongerLog_Broken()
    {
        using var log = LogBuilder.Small();
        using var longer = LogBuilder.Small();
        longer.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        Assert.Equal([FindingKind.PromiseBroken], Redeem(log, walk => walk.Proof(Inclusion(longer))));
    }

    [Fact]
    public void Proof_ThatNobodyVouchesFor_ProvesNothing()
    {
        using var log = LogBuilder.Small();
        using var other = LogBuilder.Small(salt: 9);
        Assert.Empty(Redeem(log, walk => walk.Proof(Inclusion(other))));
        Assert.Empty(Redeem(log, walk => walk.Proof(Inclusion(log) with { Index = Index + 1 })));
        Assert.Empty(Redeem(log, walk => walk.Proof(Anchored(Fork())), "not a token"));
    }

    private static LogBuilder Fork()
    {
        var log = new LogBuilder();
        log.Segment(log.Enrol("gateway-1"), log.Commit("gateway-1", 0));
        log.Segment(log.Commit("gateway-1", 1), new HeartbeatBody { IntervalSeconds = 301 });
        log.NextEpoch();
        log.Segment(log.Commit("gateway-1", 2));
        return log;
    }

    private static InclusionReceipt Inclusion(LogBuilder log)
    {
        var (entry, path) = Prove(log);
        return new InclusionReceipt { Entry = entry, Index = Index, Path = path, Checkpoint = Encoding.UTF8.GetString(log.Note()) };
    }

    private static AnchoredReceipt Anchored(LogBuilder log)
    {
        var (entry, path) = Prove(log);
        var head = log.HeadAfter(log.Segments.Count - 1);
        var anchor = new AnchorBody
        {
            TreeSize = head.Size,
            Root = head.Root.ToArray(),
            Tsa = "tsa-1",
            Policy = "1.2.3",
            GenTime = log.Now,
            Nonce = new byte[16],
            RequestedAt = log.Now,
            ReceivedAt = log.Now,
            Token = new byte[10],
        };
        return new AnchoredReceipt
        {
            Entry = entry,
            Index = Index,
            Path = path,
            Checkpoint = head,
            Anchor = EntryCodec.Write(new Entry(99, log.Now, anchor)),
        };
    }

    private static (ReadOnlyMemory<byte> Entry, IReadOnlyList<Digest> Path) Prove(LogBuilder log)
    {
        var entries = log.Segments.SelectMany(octets => SegmentObject.TryParse(octets, out var segment, out _) ? segment!.Lines : []).Select(line => line.Entry).ToList();
        return (entries[Index], InclusionProof.Create(Index, [.. entries.Select(entry => MerkleTree.HashLeaf(entry.Span))]));
    }

    private static IEnumerable<FindingKind> Redeem(LogBuilder log, Action<LogVerification> give, string? anchorFault = null)
    {
        using var walk = new LogVerification(log.Trust() with { CheckAnchor = _ => anchorFault });
        give(walk);
        walk.Segments([.. log.Segments.Select((octets, number) => new StoredSegment(number, octets))]);
        return [.. walk.Complete(log.Now).Findings.Where(f => f.Severity == FindingSeverity.Error).Select(f => f.Kind)];
    }
}
