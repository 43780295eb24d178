using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Signet.Ledger.Segments;
using Xunit;

namespace Signet.Ledger.Tests.Segments;

public class SegmentOctetsTests
{
    [Fact]
    public void Digests_AnyOctets_AreThoseOfTheWholeAndOfAllBeforeTheLastLine() =>
        Gen.Char["ab\n"].Array[0, 40].Sample(text =>
        {
            var octets = Encoding.ASCII.GetBytes(text);
            var lines = new string(text, 0, Math.Max(0, text.Length - 1)).Split('\n');
            var before = string.Concat(lines[..^1].Select(line => line + "\n"));
            var sut = new SegmentOctets(octets);

            Assert.Equal(new Digest(SHA256.HashData(octets)), sut.Whole);
            Assert.Equal(new Digest(SHA256.HashData(Encoding.ASCII.GetBytes(before))), sut.BeforeFooter);
        });

    [Fact]
    public void Digests_OfASegmentObject_AreThoseThatItsOctetsWereGivenWith()
    {
        using var log = new Verification.LogBuilder();
        log.Segment();
        var content = new SegmentOctets(log.Segments[0]);
        var (before, whole) = (content.BeforeFooter, content.Whole);

        Assert.True(SegmentObject.TryParse(content, out var known, out _));
        Assert.True(SegmentObject.TryParse(log.Segments[0], out var unknown, out _));

        Assert.Equal((before, whole), (known!.BeforeFooter, known.Whole));
        Assert.Equal((before, whole), (unknown!.BeforeFooter, unknown.Whole));
    }
}
