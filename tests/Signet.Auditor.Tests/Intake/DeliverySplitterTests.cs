using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Signet.Auditor.Intake;
using Signet.Ledger;
using Xunit;

namespace Signet.Auditor.Tests.Intake;

public sealed class DeliverySplitterTests
{
    private const string Bulk =
        """{"id":"a","metadata":{"entries":"[{]}"},"type":"entries","topic":"t\\\"[{","entries":[{"entryId":"1","event":{"entries":[{"x":1}]}}, {"entryId":"2","event":"]}\""}],"after":[{"no":1}]}""";

    [Fact]
    public void Add_InPiecesOfAnySize_FindsTheObjectsOfEntriesAlone()
    {
        var octets = Encoding.UTF8.GetBytes(Bulk);
        for (var size = 1; size <= octets.Length; size++)
        {
            using var sut = new DeliverySplitter();
            foreach (var piece in octets.Chunk(size))
            {
                sut.Add(piece);
            }

            Assert.True(sut.IsBulk);
            Assert.Equal(
                ["""{"entryId":"1","event":{"entries":[{"x":1}]}}""", """{"entryId":"2","event":"]}\""}"""],
                sut.Items.Select(item => Encoding.UTF8.GetString(item.Kept.Span)));
            Assert.Equal(octets, sut.Whole.Kept.ToArray());
        }
    }

    [Theory]
    [InlineData("""{"id":"a","data_base64":"e30="}""")]
    [InlineData("""{"entrie":[{}]}""")]
    [InlineData("""{"entriess":[{}]}""")]
    [InlineData("""{"x":{"entries":[{}]}}""")]
    [InlineData("""{"entries":{"x":[{}]}}""")]
    [InlineData("")]
    public void Add_WithoutEntries_IsOneWhole(string body)
    {
        using var sut = new DeliverySplitter();
        sut.Add(Encoding.UTF8.GetBytes(body));
        Assert.False(sut.IsBulk);
        Assert.Empty(sut.Items);
        Assert.Equal(body, Encoding.UTF8.GetString(sut.Whole.Kept.Span));
    }

    [Fact]
    public void Add_AnEntryBeyondTheLimit_KeepsItsBeginningItsLengthAndItsDigest()
    {
        var large = Encoding.UTF8.GetBytes("{\"entryId\":\"big\",\"event\":\"" + new string('x', 3 * DeliverySplitter.MaxItemOctets) + "\"}");
        using var sut = new DeliverySplitter();
        foreach (var piece in ((byte[])[.. "{\"entries\":[{\"entryId\":\"1\"},"u8, .. large, .. ",{\"entryId\":\"3\"}]}"u8]).Chunk(4_099))
        {
            sut.Add(piece);
        }

        Assert.Equal([true, false, true], sut.Items.Select(item => item.IsWhole));
        Assert.Equal((large.Length, DeliverySplitter.MaxItemOctets), (sut.Items[1].Length, sut.Items[1].Kept.Length));
        Assert.Equal(new Digest(SHA256.HashData(large)), sut.Items[1].ToDigest());
        Assert.Equal("big", CloudEvents.ReadEntryId(sut.Items[1].Kept.Span));
    }

    [Fact]
    public void Add_MoreThanIsTaken_CountsWhatIsLeftOut()
    {
        using var many = new DeliverySplitter();
        many.Add(Encoding.UTF8.GetBytes("{\"entries\":[" + string.Join(',', Enumerable.Repeat("{}", DeliverySplitter.MaxItems + 7)) + "]}"));
        Assert.Equal((DeliverySplitter.MaxItems, 7), (many.Items.Count, many.LeftOut));

        using var large = new DeliverySplitter();
        var item = Encoding.UTF8.GetBytes("{\"x\":\"" + new string('x', DeliverySplitter.MaxItemOctets) + "\"},");
        large.Add("{\"entries\":["u8);
        for (var i = 0; i < 300; i++)
        {
            large.Add(item);
        }

        Assert.Equal(300, large.Items.Count + large.LeftOut);
        Assert.True(large.Items.Sum(kept => (long)kept.Kept.Length) <= DeliverySplitter.MaxKeptOctets + DeliverySplitter.MaxItemOctets);
    }

    [Fact]
    public void Add_AnyOctets_NeverThrows() => Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Gen.String[Gen.Char["{}[]\",:\\entries "], 0, 300].Select(text => Encoding.UTF8.GetBytes("{\"entries\":" + text))).Sample(octets =>
    {
        using var sut = new DeliverySplitter();
        sut.Add(octets);
        foreach (var item in sut.Items)
        {
            CloudEvents.ReadEntryId(item.Kept.Span);
            CloudEvents.ReadData(CloudEvents.ReadEvent(item.Kept));
        }

        return sut.Whole.Length == octets.Length;
    });
}
