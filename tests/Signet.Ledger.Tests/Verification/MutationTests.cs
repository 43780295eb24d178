using System.Text;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>Every octet of a small log changed in several ways: each change is found, and what it is called is reported.</summary>
public class MutationTests
{
    private static readonly byte[] Masks = [0x01, 0x02, 0x04, 0x20, 0x80];

    [Fact]
    public void Verify_AnyOctetChanged_FullVerificationFindsIt()
    {
        using var log = LogBuilder.Small();
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        ForEachOctet(log, (segments, segment, at, _) =>
        {
            var report = LogBuilder.Walk(segments, log.Trust(), log.Now);
            Assert.True(report.Result == VerificationResult.Broken, $"segment {segment}, octet {at}");
            var first = report.Findings.First(f => f.Severity == FindingSeverity.Error);
            Assert.True(first.Segment == segment, $"segment {segment}, octet {at}: found as {first}");
            kinds[first.Name] = kinds.GetValueOrDefault(first.Name) + 1;
        });
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value}")));
        Assert.Superset(
            new SortedSet<string> { "mac_mismatch", "malformed_entry", "malformed_segment", "signature_invalid", "root_mismatch", "segment_mac_mismatch", "seq_gap" },
            new SortedSet<string>(kinds.Keys));
    }

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
    public void Verify_AnyOctetChanged_KeylessFindsItWithACheckpointSaveTheLastSegmentsMacs()
    {
        using var log = LogBuilder.Small();
        var last = log.Segments.Count - 1;
        var macs = MacOctets(log.Segments[last]);
        var unseen = 0;
        ForEachOctet(log, (segments, segment, at, _) =>
        {
            var report = LogBuilder.Walk(segments, log.Trust(full: false), log.Now, log.Note());
            if (segment == last && macs.Contains(at) && report.Result == VerificationResult.Clean)
            {
                // A MAC of the last segment that no seal, leaf or link names is the key holder's business alone.
                unseen++;
                return;
            }

            Assert.True(report.Result == VerificationResult.Broken, $"segment {segment}, octet {at}");
        });

        // All MAC texts of the last segment but the one that its seal names: epoch, seal, footer.
        Assert.InRange(unseen, 1, 3 * 64 * Masks.Length);
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

    private static HashSet<int> MacOctets(byte[] segment)
    {
        var places = new HashSet<int>();
        var text = Encoding.Latin1.GetString(segment);
        for (var at = text.IndexOf("\"mac\":\"", StringComparison.Ordinal); at >= 0; at = text.IndexOf("\"mac\":\"", at + 1, StringComparison.Ordinal))
        {
            places.UnionWith(Enumerable.Range(at + 7, 64));
        }

        return places;
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
