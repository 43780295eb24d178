using System.Text;
using CsCheck;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;
using Signet.Ledger.Tests.Chain;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Segments;

public class SegmentBuilderTests
{
    [Fact]
    public void Seal_AnyEntries_IsWhatAnotherImplementationComputes() =>
        Gen.OneOf([.. EntrySamples.Bodies]).List[1, 8].Sample(
            bodies =>
            {
                using var log = new LogBuilder();
                log.Segment([.. bodies]);
                Assert.True(SegmentObject.TryParse(log.Segments[0], out var segment, out _));
                var key = ChainKeyTests.ExpectedKey((LogBuilder.Secret("chain-1"), log.LogId, 1, 0, 0));
                var mac = new byte[32];
                for (var i = 0; i < segment!.Lines.Count; i++)
                {
                    var leaf = Digest.Of([0, .. segment.Lines[i].Entry.Span]).ToArray();
                    mac = ChainKeyTests.Hmac(key, [.. "signet/entry/v1\n"u8, .. ChainKeyTests.U64(i), .. leaf, .. mac]);
                    Assert.Equal(new Digest(mac), segment.Lines[i].Mac);
                }

                var text = log.Segments[0];
                var before = Digest.Of(text.AsSpan(0, text.AsSpan(0, text.Length - 1).LastIndexOf((byte)'\n') + 1)).ToArray();
                Assert.Equal(
                    new Digest(ChainKeyTests.Hmac(
                        key,
                        [.. "signet/segment/v1\n"u8, .. before, .. ChainKeyTests.U64(segment.Lines.Count), .. segment.Footer.Root.ToArray()])),
                    segment.Footer.Mac);
                Assert.Equal(segment.Whole, log.Head.PrevSegment);
            },
            iter: 100);

    [Fact]
    public void Append_ClockGoesBack_KeepsTheLastTime()
    {
        using var key = Key();
        var builder = new SegmentBuilder("log", "k", key, ChainHead.Empty);
        builder.Append(new HeartbeatBody { IntervalSeconds = 60 }, EntrySamples.Noon);
        var entry = EntryCodec.Read(builder.Append(new HeartbeatBody { IntervalSeconds = 60 }, EntrySamples.Noon.AddHours(-1))).Entry!;
        Assert.Equal((1L, EntrySamples.Noon), (entry.Seq, entry.RecordedAt));
    }

    [Fact]
    public void Append_EntryBeyondALimit_LeavesTheSegmentAsItWas()
    {
        using var key = Key();
        var builder = new SegmentBuilder("log", "k", key, ChainHead.Empty);
        builder.Append(new HeartbeatBody { IntervalSeconds = 60 }, EntrySamples.Noon);
        Assert.Throws<ArgumentException>(() => { builder.Append(new HeartbeatBody { IntervalSeconds = 1 }, EntrySamples.Noon.AddHours(1)); });
        var segment = builder.Seal(null, EntrySamples.Noon);
        Assert.Equal(2, segment.Head.Size);
        Assert.True(SegmentObject.TryParse(segment.Octets, out _, out _));
    }

    [Fact]
    public void Seal_SameHeadAndEntries_SameOctets()
    {
        using var key = Key();
        byte[] Build()
        {
            var builder = new SegmentBuilder("log", "k", key, ChainHead.Empty);
            builder.Append(new EndBody(), EntrySamples.Noon);
            return builder.Seal(Digest.Zero, EntrySamples.Noon).Octets.ToArray();
        }

        Assert.Equal(Build(), Build());
    }

    [Fact]
    public void Seal_NothingAppended_Throws()
    {
        using var key = Key();
        Assert.Throws<InvalidOperationException>(() => new SegmentBuilder("log", "k", key, ChainHead.Empty).Seal(null, EntrySamples.Noon));
    }

    [Fact]
    public void Append_NoRoomForTheSeal_Throws()
    {
        using var key = Key();
        var builder = new SegmentBuilder("log", "k", key, ChainHead.Empty);
        var body = new HeartbeatBody { IntervalSeconds = 60 };
        while (builder.HasRoom)
        {
            builder.Append(body, EntrySamples.Noon);
        }

        Assert.Equal(SegmentLimits.MaxEntries - 1, builder.Count);
        Assert.Throws<InvalidOperationException>(() => { builder.Append(body, EntrySamples.Noon); });
        Assert.True(SegmentObject.TryParse(builder.Seal(null, EntrySamples.Noon).Octets, out var segment, out _));
        Assert.Equal(SegmentLimits.MaxEntries, segment!.Lines.Count);
    }

    [Fact]
    public void Constructor_KeyOfAnotherSegment_Throws()
    {
        using var key = ChainKey.ForEpoch(new byte[32], "log", 1, 3);
        Assert.Throws<ArgumentException>(() => new SegmentBuilder("log", "k", key, ChainHead.Empty));
    }

    [Fact]
    public void TryParse_SpoiledForms_RefusedWithAFault()
    {
        using var log = LogBuilder.Small();
        var text = Encoding.UTF8.GetString(log.Segments[0]);
        var lines = text.Split('\n');
        string[] spoiled =
        [
            "", "\n", "\n\n", "{}\n", lines[0] + "\n", $"{lines[0]}\n{lines[^2]}\n", $"{lines[0]}\n{lines[1]}\n{lines[^2]}\n", text[..^1], text + "\n",
            " " + text, "\ufeff" + text, text.Replace("\n", "\r\n", StringComparison.Ordinal), text.Replace("signet-segment/1", "signet-segment/2", StringComparison.Ordinal),
            text.Replace("\"size\":5", "\"size\":0", StringComparison.Ordinal), text.Replace("\"size\":5", "\"size\":5,\"x\":1", StringComparison.Ordinal),
            text.Replace("\"first_seq\":0", "\"first_seq\":-1", StringComparison.Ordinal), text.Replace("\"epoch\":1,\"first", "\"epoch\":0,\"first", StringComparison.Ordinal),
            text.Replace(",\"mac\":", ",\"MAC\":", StringComparison.Ordinal), text.Replace("\"}\n", "\"} \n", StringComparison.Ordinal), text + text,
        ];
        foreach (var octets in spoiled)
        {
            Assert.False(SegmentObject.TryParse(Encoding.UTF8.GetBytes(octets), out var segment, out var fault), octets);
            Assert.Null(segment);
            Assert.NotEmpty(fault);
        }

        Assert.True(SegmentObject.TryParse(log.Segments[0], out var whole, out _));
        Assert.Equal(MerkleTree.HashLeaf(whole!.Lines[0].Entry.Span), Digest.Of([0, .. whole.Lines[0].Entry.Span]));
    }

    [Fact]
    public void Of_Segment_IsTheObjectsName() =>
        Assert.Equal("log/log.example/seg/00000000000000000042.ndjson", SegmentName.Of("log.example", 42));

    private static ChainKey Key() => ChainKey.ForEpoch(new byte[32], "log", 1, 0);
}
