using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Octets changed, taken away and doubled: what depends on a change isn't reported again, and nothing hides another change.</summary>
public class MutationTests
{
    private static readonly byte[] Masks = [0x01, 0x02, 0x04, 0x20, 0x80];

    [Fact]
    public void Verify_AnyOctetOfACommitChanged_ExactlyOneFinding()
    {
        using var log = LogBuilder.Small();
        foreach (var (segment, line) in new[] { (0, 3), (1, 0), (2, 1) })
        {
            var (start, end) = EntryRange(log.Segments[segment], line);
            ForEachOctet(log, (segments, s, at, original) =>
            {
                // Octets that make another line out of the entry's are changes of the segment's form.
                if (s == segment && at >= start && at < end && segments[s][at] != (byte)'\n')
                {
                    var report = LogBuilder.Walk(segments, log.Trust(), log.Now, log.Note());
                    var finding = Assert.Single(report.Findings);
                    Assert.Equal(segment, finding.Segment);
                    Assert.NotNull(finding.Seq);
                }
            });
        }
    }

    [Fact]
    public void Verify_AnyOctetTakenAwayOrDoubled_Found()
    {
        using var log = LogBuilder.Small();
        for (var s = 0; s < log.Segments.Count; s++)
        {
            for (var at = 0; at < log.Segments[s].Length; at += 3)
            {
                var octets = log.Segments[s];
                var shorter = log.Segments.ToArray();
                shorter[s] = [.. octets.AsSpan(0, at), .. octets.AsSpan(at + 1)];
                var longer = log.Segments.ToArray();
                longer[s] = [.. octets.AsSpan(0, at + 1), .. octets.AsSpan(at)];
                Assert.Equal(VerificationResult.Broken, LogBuilder.Walk(shorter, log.Trust(), log.Now).Result);
                Assert.Equal(VerificationResult.Broken, LogBuilder.Walk(longer, log.Trust(), log.Now).Result);
                Assert.Equal(VerificationResult.Broken, LogBuilder.Walk(shorter, log.Trust(full: false), log.Now, log.Note()).Result);
            }
        }
    }

    [Fact]
    public void Verify_TwoSegmentsBroken_BothFound()
    {
        using var log = LogBuilder.Large();
        for (var first = 0; first < 4; first++)
        {
            foreach (var spoil in new Func<byte[], byte[]>[] { o => [.. o, (byte)'x'], o => Flip(o, o.Length - 10), o => Flip(o, EntryRange(o, 0).Start + 40) })
            {
                var segments = log.Segments.ToArray();
                segments[first] = spoil(segments[first]);
                segments[4] = Flip(segments[4], EntryRange(segments[4], 1).Start + 30);
                var findings = LogBuilder.Walk(segments, log.Trust(), log.Now).Findings;
                Assert.Contains(findings, f => f.Segment == first);
                Assert.Contains(findings, f => f.Segment == 4);
            }
        }
    }

    internal static (int Start, int End) EntryRange(byte[] segment, int line)
    {
        var start = 0;
        for (var i = 0; i <= line; i++)
        {
            start += segment.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        var length = segment.AsSpan(start).IndexOf((byte)'\n');
        return (start + "{\"entry\":".Length, start + length - ",\"mac\":\"\"}".Length - 64);
    }

    private static byte[] Flip(byte[] octets, int at)
    {
        var copy = octets.ToArray();
        copy[at] ^= 1;
        return copy;
    }

    private static void ForEachOctet(LogBuilder log, Action<byte[][], int, int, byte> check)
    {
        Assert.True(SegmentObject.TryParse(log.Segments[0], out _, out _));
        var segments = log.Segments.Select(s => s.ToArray()).ToArray();
        for (var s = 0; s < segments.Length; s++)
        {
            for (var at = 0; at < segments[s].Length; at++)
            {
                var original = segments[s][at];
                foreach (var mask in Masks.AsSpan(0, at % 7 == 0 ? Masks.Length : 1))
                {
                    segments[s][at] = (byte)(original ^ mask);
                    check(segments, s, at, original);
                }

                segments[s][at] = original;
            }
        }
    }
}
