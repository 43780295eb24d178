using System.Text;
using Signet.Ledger.Anchors;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Anchors;
using Signet.Ledger.Tests.Verification;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>Attacks that logs of this kind have fallen to, each made as its attacker would, with the keys that the attacker has.</summary>
public class AttackTests
{
    /// <summary>
    /// Linear fake: the chain of MACs and the tree commit to different contents, so that who checks the one believes what who checks the other
    /// doesn't. Made by a holder of the chain key.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LinearFake_TreeOverOtherEntries_RootMismatch(bool full)
    {
        using var log = LogBuilder.Small();
        var (segment, key) = (Parse(log.Segments[1]), Key(log, 1));
        var tree = TreeBefore(log, 1);
        foreach (var line in segment.Lines)
        {
            tree.Append(MerkleTree.HashLeaf([.. line.Entry.Span, (byte)' ']));
        }

        // The footer's MAC holds for that other tree.
        log.Segments[1] = WithFooter(log.Segments[1], segment, tree.Root, key);
        var first = LogBuilder.Walk(log.Segments, log.Trust(full), log.Now, log.Note()).Findings[0];
        Assert.Equal((FindingKind.RootMismatch, 1L), (first.Kind, first.Segment!.Value));
    }

    [Fact]
    public void LinearFake_MacsOverOtherEntries_MacMismatchOfEach()
    {
        using var log = LogBuilder.Small();
        var segment = Parse(log.Segments[2]);
        using var key = Key(log, 2);
        var mac = Parse(log.Segments[1]).Lines[^1].Mac;
        var text = Encoding.UTF8.GetString(log.Segments[2]);
        foreach (var (line, i) in segment.Lines.Select((line, i) => (line, i)))
        {
            var fake = key.MacEntry(segment.Header.FirstSeq + i, MerkleTree.HashLeaf([.. line.Entry.Span, (byte)' ']), mac);
            text = text.Replace(line.Mac.ToString(), fake.ToString(), StringComparison.Ordinal);
            mac = fake;
        }

        log.Segments[2] = Encoding.UTF8.GetBytes(text);
        var report = LogBuilder.Walk(log.Segments, log.Trust(), log.Now, log.Note());
        Assert.Equal((FindingKind.MacMismatch, segment.Header.FirstSeq), (report.Findings[0].Kind, report.Findings[0].Seq!.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LinearFake_CheckpointOverAnotherTree_Inconsistent(bool full)
    {
        using var log = LogBuilder.Small();
        using var fork = LogBuilder.Small(salt: 3);
        using var signer = new CheckpointSigner(log.LogId, [.. Enumerable.Repeat((byte)1, 32)]);
        var note = signer.Sign(fork.HeadAfter(2));
        Assert.Equal(FindingKind.CheckpointInconsistent, Assert.Single(LogBuilder.Walk(log.Segments, log.Trust(full), log.Now, note).Findings).Kind);
    }

    /// <summary>A thief of the key in the writer's memory seals older entries anew: the ratchet has gone on, and doesn't go back.</summary>
    [Fact]
    public void OldEntriesUnderANewerKey_MacMismatch()
    {
        using var log = new LogBuilder();
        log.Segment(log.Enrol("gateway-1"));
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        using var stolen = Key(log, 2);
        var segment = Parse(log.Segments[1]);
        var text = Encoding.UTF8.GetString(log.Segments[1]).Replace("\"interval_seconds\":300", "\"interval_seconds\":900", StringComparison.Ordinal);
        var changed = Parse(Encoding.UTF8.GetBytes(text));
        var (mac, tree) = (Parse(log.Segments[0]).Lines[^1].Mac, TreeBefore(log, 1));
        foreach (var (line, i) in changed.Lines.Select((line, i) => (line, i)))
        {
            var leaf = MerkleTree.HashLeaf(line.Entry.Span);
            var fake = stolen.MacEntry(segment.Header.FirstSeq + i, leaf, mac);
            text = text.Replace(line.Mac.ToString(), fake.ToString(), StringComparison.Ordinal);
            tree.Append(leaf);
            mac = fake;
        }

        var octets = Encoding.UTF8.GetBytes(text);
        log.Segments[1] = WithFooter(octets, Parse(octets), tree.Root, stolen);
        var first = log.Verify().Findings[0];
        Assert.Equal((FindingKind.MacMismatch, 1L, segment.Header.FirstSeq), (first.Kind, first.Segment!.Value, first.Seq!.Value));
    }

    /// <summary>A tail without entries or without a seal, which a careless reader takes for a clean end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UnsealedEmptyTail_Found(bool full)
    {
        using var log = LogBuilder.Small();
        var lines = Encoding.UTF8.GetString(log.Segments[2]).Split('\n');
        (string[] Lines, FindingKind Kind)[] tails =
        [
            ([lines[0], lines[^2], ""], FindingKind.MalformedSegment),
            ([lines[0], lines[1], lines[^2], ""], FindingKind.MalformedSegment),
            ([lines[0], ""], FindingKind.MalformedSegment),
            ([.. lines[..^3], lines[^2], ""], FindingKind.MalformedEntry),
            ([""], FindingKind.MalformedSegment),
        ];
        foreach (var (tail, kind) in tails)
        {
            log.Segments[2] = Encoding.UTF8.GetBytes(string.Join('\n', tail));
            var first = LogBuilder.Walk(log.Segments, log.Trust(full), log.Now).Findings[0];
            Assert.Equal((kind, 2L), (first.Kind, first.Segment!.Value));
        }
    }

    /// <summary>
    /// A view without some entries: whoever serves the log leaves them out, numbers the rest anew and computes the tree again; the MACs he
    /// can only copy, the checkpoint he can only replay.
    /// </summary>
    [Theory]
    [InlineData(true, FindingKind.MacMismatch)]
    [InlineData(false, FindingKind.CheckpointInconsistent)]
    public void FilteredView_Found(bool full, FindingKind kind)
    {
        using var log = new LogBuilder();
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 }, new HeartbeatBody { IntervalSeconds = 600 }, new HeartbeatBody { IntervalSeconds = 900 });
        var lines = Encoding.UTF8.GetString(log.Segments[0]).Split('\n').ToList();
        var hidden = lines.FindIndex(line => line.Contains(":600}", StringComparison.Ordinal));
        lines.RemoveAt(hidden);
        var tree = new MerkleTree();
        for (var i = 1; i < lines.Count - 2; i++)
        {
            lines[i] = System.Text.RegularExpressions.Regex.Replace(lines[i], "\"seq\":[0-9]+", $"\"seq\":{i - 1}");
        }

        // The seal names the MAC before it: that of the entry which stands there now.
        var before = Parse(Encoding.UTF8.GetBytes(string.Join('\n', lines))).Lines[^2].Mac;
        lines[^3] = System.Text.RegularExpressions.Regex.Replace(lines[^3], "\"head_mac\":\"[0-9a-f]{64}\"", $"\"head_mac\":\"{before}\"");
        var segment = Parse(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        foreach (var line in segment.Lines)
        {
            tree.Append(MerkleTree.HashLeaf(line.Entry.Span));
        }

        lines[^2] = System.Text.RegularExpressions.Regex.Replace(lines[^2], "\"root\":.*", $"\"root\":\"{tree.Root}\",\"size\":{tree.Size}}}");
        var view = LogBuilder.Walk([Encoding.UTF8.GetBytes(string.Join('\n', lines))], log.Trust(full), log.Now, log.Note());
        Assert.Equal(kind, view.Findings[0].Kind);
        Assert.Equal(full ? hidden - 1 : (long?)null, view.Findings[0].Seq);
    }

    /// <summary>A writer that begins an epoch which the log has had: under its first key once more, or under a key that it still has.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void EpochReused_EpochRegression(bool full, bool freshKey)
    {
        using var log = LogBuilder.Small();
        using var key = freshKey ? ChainKey.ForEpoch(LogBuilder.Secret("chain-1"), log.LogId, 2, 3) : Key(log, 2);
        if (!freshKey)
        {
            key.Ratchet();
        }

        var builder = new SegmentBuilder(log.LogId, "chain-1", key, log.Head);
        builder.Append(new EpochBody { Epoch = 2, Writer = "auditor-2", KeyId = "chain-1" }, log.Now.AddMinutes(1));
        builder.Append(new HeartbeatBody { IntervalSeconds = 300 }, log.Now.AddMinutes(2));
        log.Segments.Add(builder.Seal(null, log.Now.AddMinutes(3)).Octets.ToArray());
        var errors = LogBuilder.Walk(log.Segments, log.Trust(full), log.Now).Findings;
        Assert.Equal((FindingKind.EpochRegression, 3L), errors.Select(finding => (finding.Kind, finding.Segment!.Value)).Single());
    }

    /// <summary>The writer moves tokens between anchors, or puts an old token on a new tree: MACs and tree hold, the tokens don't.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TokensSwapped_AnchorInvalid(bool full)
    {
        var pki = TestPki.Shared;
        using var signer = pki.IssueEcdsa();
        using var log = new LogBuilder(anchors: AnchoredLog.Settings(pki)) { Now = TestPki.Now.AddHours(-1) };
        log.Segment();
        var first = AnchoredLog.Anchor(log, pki, signer);
        log.Segment(first);
        var second = AnchoredLog.Anchor(log, pki, signer);
        log.Segment(
            second with { Token = first.Token }, first with { Token = second.Token },
            second with { Nonce = first.Nonce, Token = first.Token, GenTime = first.GenTime }, second with { TreeSize = first.TreeSize });
        var trust = log.Trust(full) with { CheckAnchor = AnchorChecks.For(log.LogId, [pki.Trust]) };
        var findings = LogBuilder.Walk(log.Segments, trust, log.Now.AddDays(-1)).Findings;
        var from = log.HeadAfter(1).Size;
        Assert.Equal(
            Enumerable.Range(0, 4).Select(i => (FindingKind.AnchorInvalid, (long?)(from + i))), findings.Take(4).Select(finding => (finding.Kind, finding.Seq)));
    }

    private static SegmentObject Parse(byte[] octets) =>
        SegmentObject.TryParse(octets, out var segment, out var fault) ? segment! : throw new InvalidOperationException(fault);

    private static ChainKey Key(LogBuilder log, int segment)
    {
        var header = Parse(log.Segments[segment]).Header;
        var opened = log.Segments.FindIndex(octets => Parse(octets).Header.Epoch == header.Epoch);
        var key = ChainKey.ForEpoch(LogBuilder.Secret(header.KeyId), log.LogId, header.Epoch, opened);
        while (key.Segment < segment)
        {
            key.Ratchet();
        }

        return key;
    }

    private static MerkleTree TreeBefore(LogBuilder log, int segment)
    {
        var tree = new MerkleTree();
        foreach (var line in log.Segments.Take(segment).SelectMany(octets => Parse(octets).Lines))
        {
            tree.Append(MerkleTree.HashLeaf(line.Entry.Span));
        }

        return tree;
    }

    /// <summary>The segment with a footer that states another tree head, under a MAC of the key.</summary>
    private static byte[] WithFooter(byte[] octets, SegmentObject segment, Digest root, ChainKey key)
    {
        var end = octets.AsSpan(0, octets.Length - 1).LastIndexOf((byte)'\n') + 1;
        var mac = key.MacSegment(Digest.Of(octets.AsSpan(0, end)), segment.Footer.Size, root);
        return [.. octets.AsSpan(0, end), .. Encoding.UTF8.GetBytes($"{{\"mac\":\"{mac}\",\"root\":\"{root}\",\"size\":{segment.Footer.Size}}}\n")];
    }
}
