using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>What a walk finds doesn't depend on how many segments it is given at once, nor on how many threads read them.</summary>
public class WindowTests
{
    [Fact]
    public void Segments_AnyWindowAndThreads_SameReport()
    {
        using var log = Long();
        for (var at = 0; at < 4; at++)
        {
            var segments = log.Segments.Select(s => s.ToArray()).ToArray();
            if (at > 0)
            {
                segments[at][segments[at].Length / (at + 1)] ^= 1;
            }

            var expected = Walk(log, segments, window: 1, threads: 1);
            Assert.Equal(at == 0 ? VerificationResult.Clean : VerificationResult.Broken, expected.Result);
            foreach (var (window, threads) in new[] { (2, 1), (3, 4), (100, 2), (100, 8) })
            {
                var actual = Walk(log, segments, window, threads);
                Assert.Equal(expected.Findings, actual.Findings);
                Assert.Equal(expected with { Findings = [], Notes = [] }, actual with { Findings = [], Notes = [], SealedKeys = expected.SealedKeys });
            }
        }
    }

    [Fact]
    public void Segments_NotAscending_Found()
    {
        using var log = LogBuilder.Small();
        using var walk = new LogVerification(log.Trust());
        walk.Segments([new StoredSegment(0, log.Segments[0]), new StoredSegment(0, log.Segments[0]), new StoredSegment(1, log.Segments[1])]);
        Assert.Equal([FindingKind.MalformedSegment], walk.Complete(log.Now).Findings.Select(f => f.Kind));
    }

    private static LogBuilder Long()
    {
        var log = new LogBuilder();
        var seq = 0;
        log.Segment([log.Enrol("gateway-1"), .. Enumerable.Range(0, 150).Select(_ => log.Commit("gateway-1", seq++))]);
        for (var i = 0; i < 6; i++)
        {
            if (i % 3 == 2)
            {
                log.NextEpoch();
            }

            log.Segment([.. Enumerable.Range(0, 40 * i + 1).Select(_ => log.Commit("gateway-1", seq++))]);
        }

        return log;
    }

    private static VerificationReport Walk(LogBuilder log, byte[][] segments, int window, int threads)
    {
        using var walk = new LogVerification(log.Trust(), threads);
        foreach (var chunk in segments.Select((octets, number) => new StoredSegment(number, octets)).Chunk(window))
        {
            walk.Segments(chunk);
        }

        walk.Checkpoint(log.Note());
        return walk.Complete(log.Now);
    }
}
