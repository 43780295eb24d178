using System.Text;
using Signet.Ledger.Anchors;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Anchors;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.Tiles;
using Signet.Ledger.Tests.Verification;
using Signet.Ledger.Tiles;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Corpus;

/// <summary>Every octet of the objects that aren't segments changed: checkpoints, receipts of all three kinds, tiles, bundles.</summary>
public class ObjectCorpusTests
{
    private static readonly byte[] Masks = [0x01, 0x02, 0x10, 0x20, 0x40, 0x80];

    [Fact]
    public void Checkpoint_AnyOctetReplacedByAnyOther_IsInvalid()
    {
        using var log = LogBuilder.Small();
        var note = log.Note();
        ForEach(note, Enumerable.Range(1, 255).Select(mask => (byte)mask), (changed, at) =>
            Assert.False(Checkpoint.TryOpen(changed, log.FirstKey, out _), $"octet {at}"));
        ForEach(note, Masks, (changed, at) => Assert.Equal(
            (FindingKind.CheckpointInvalid, 1), log.Verify(note: changed).Findings is [var only] ? (only.Kind, 1) : default));
    }

    [Fact]
    public void Promise_AnyOctetChanged_DoesNotVerifyUnlessItIsTheSalt()
    {
        using var signer = EventSamples.Signer();
        var receipt = PromiseReceipt.For(EventSamples.LogId, signer.Sign(EventSamples.Plain()), new byte[16]);
        Assert.True(receipt.Verify(signer.PublicKey.Span));
        var content = receipt.Salt.ToArray();
        ForEach(Encoding.ASCII.GetBytes(receipt.ToString()), Masks, (changed, at) =>
        {
            if (PromiseReceipt.TryParse(Encoding.Latin1.GetString(changed), out var read) && read!.Verify(signer.PublicKey.Span) && read.ToString() != receipt.ToString())
            {
                // The salt is signed by no one: with another one the content that it goes with is no longer what was digested. Nor is the
                // key's name: it only says with which key to check.
                Assert.True(!read.Salt.Span.SequenceEqual(content) || read.Signature.KeyId != receipt.Signature.KeyId, $"octet {at}");
            }
        });
    }

    [Fact]
    public void Inclusion_AnyOctetChanged_DoesNotVerify()
    {
        using var log = LogBuilder.Small();
        var receipt = Included(log, 6, log.HeadAfter(2));
        Assert.Equal(6, receipt.Verify(log.FirstKey)!.Seq);
        ForEach(Encoding.UTF8.GetBytes(receipt.ToString()), Masks, (changed, at) => Assert.False(
            InclusionReceipt.TryParse(Encoding.UTF8.GetString(changed), out var read) && read!.ToString() != receipt.ToString() &&
            read.Verify(log.FirstKey) is not null, $"octet {at}"));
    }

    [Fact]
    public void Anchored_AnyOctetChanged_DoesNotVerifyOrShowsTheSame()
    {
        var pki = TestPki.Shared;
        using var signer = pki.IssueEcdsa();
        using var log = new LogBuilder(anchors: AnchoredLog.Settings(pki)) { Now = TestPki.Now.AddHours(-1) };
        log.Segment(new HeartbeatBody { IntervalSeconds = 300 });
        var anchor = AnchoredLog.Anchor(log, pki, signer);
        var inclusion = Included(log, 2, log.HeadAfter(0));
        var receipt = new AnchoredReceipt
        {
            Entry = inclusion.Entry,
            Index = inclusion.Index,
            Path = inclusion.Path,
            Checkpoint = log.HeadAfter(0),
            Anchor = EntryCodec.Write(new Entry(9, log.Now, anchor)),
        };
        var check = AnchorChecks.For(log.LogId, [pki.Trust]);
        var shown = receipt.Verify(log.LogId, check)!.Value;
        Assert.Equal((2, anchor.GenTime), (shown.Entry.Seq, shown.By));
        ForEach(Encoding.UTF8.GetBytes(receipt.ToString()), Masks.AsSpan(0, 2).ToArray(), (changed, at) =>
        {
            // What stands around a token in its entry, such as the entry's own number, is the log's word and not the authority's.
            if (AnchoredReceipt.TryParse(Encoding.UTF8.GetString(changed), out var read) && read!.Verify(log.LogId, check) is { } other)
            {
                Assert.Equal((shown.Entry, shown.By), (other.Entry, other.By));
                Assert.True(read.Entry.Span.SequenceEqual(receipt.Entry.Span) && read.Checkpoint == receipt.Checkpoint, $"octet {at}");
            }
        });
    }

    [Fact]
    public async Task Tiles_AnyOctetChanged_GiveNoProofOrTheTrueOne()
    {
        const int size = 300;
        var cancellation = TestContext.Current.CancellationToken;
        var (tiles, writer) = (new MemoryTiles(), new TileWriter());
        for (var i = 0; i < size; i++)
        {
            writer.Append(MemoryTiles.Entry(i));
        }

        tiles.Store(writer.Flush());
        var proofs = new TileProofs(tiles, size, writer.Root);
        int[] indices = [0, 1, 255, 256, 299];
        var inclusions = new Dictionary<int, IReadOnlyList<Digest>>();
        foreach (var index in indices)
        {
            inclusions[index] = (await proofs.InclusionAsync(index, Leaf(index), cancellation))!;
        }

        var refused = 0;
        foreach (var (name, octets) in tiles.Objects.ToArray())
        {
            for (var at = 0; at < octets.Length; at++)
            {
                tiles.Objects[name] = [.. octets];
                tiles.Objects[name][at] ^= Masks[at % Masks.Length];
                foreach (var index in indices)
                {
                    var path = await proofs.InclusionAsync(index, Leaf(index), cancellation);
                    Assert.True(path is null || path.SequenceEqual(inclusions[index]), $"{name}, octet {at}");
                    refused += path is null ? 1 : 0;
                }

                // Entry 1 is proved with its bundle; whatever the bundle says now, nothing else is given out as the entry.
                var entry = await proofs.EntryAsync(1, cancellation);
                Assert.True(entry is null || entry.Value.Entry.Span.SequenceEqual(MemoryTiles.Entry(1)), $"{name}, octet {at}");
            }

            tiles.Objects[name] = octets;
        }

        Assert.True(refused > 0);
    }

    private static Digest Leaf(int index) => MerkleTree.HashLeaf(MemoryTiles.Entry(index));

    private static InclusionReceipt Included(LogBuilder log, int index, Checkpoint head)
    {
        var entries = log.Segments.SelectMany(octets => SegmentObject.TryParse(octets, out var segment, out _) ? segment!.Lines : []).ToList();
        return new InclusionReceipt
        {
            Entry = entries[index].Entry,
            Index = index,
            Path = InclusionProof.Create(index, [.. entries.Take((int)head.Size).Select(line => MerkleTree.HashLeaf(line.Entry.Span))]),
            Checkpoint = Encoding.UTF8.GetString(log.Note()),
        };
    }

    private static void ForEach(byte[] octets, IEnumerable<byte> masks, Action<byte[], int> check)
    {
        var values = masks.ToArray();
        for (var at = 0; at < octets.Length; at++)
        {
            foreach (var mask in values)
            {
                byte[] changed = [.. octets];
                changed[at] ^= mask;
                check(changed, at);
            }
        }
    }
}
