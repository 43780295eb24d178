using System.Text;
using CsCheck;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Receipts;
using Signet.Ledger.Tests.State;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>
/// A walk from a trusted checkpoint on ends like one over the whole log, and starts from nothing that the checkpoint doesn't vouch for.
/// </summary>
public class CheckpointStartTests
{
    private const int MacEnd = (2 * Digest.Size) + 2;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void From_BehindAnyState_EndsLikeTheWholeWalk(bool full) => StartPlan.Any.Sample(
        plan =>
        {
            using var log = plan.Write();
            var trust = StartLog.Trust(full);
            var whole = StartLog.WalkAll(log, log.Segments, trust);
            Assert.DoesNotContain(whole.Findings, f => f.Kind != FindingKind.ProducerGap);
            foreach (var segment in log.States.Keys)
            {
                var started = StartLog.WalkFrom(log, segment, log.Segments, trust);
                var size = StartLog.CheckpointOf(log.Segments[(int)segment]).Size;
                Assert.Equal(whole.Findings.OrderBy(f => f.Detail), started.Findings.OrderBy(f => f.Detail));
                Assert.Equal((whole.Result, full, whole.Size, whole.Root), (started.Result, started.Full, started.Size, started.Root));
                Assert.Equal(
                    (size, whole.Segments - segment - 1, whole.Entries - size, whole.Through),
                    (started.StartedAt, started.Segments, started.Entries, started.Through));
                Assert.Contains(
                    $"Entries before {size} were not read: they are vouched for by the checkpoint of that size.", started.Notes);
            }
        },
        iter: 150);

    [Fact]
    public void From_SavedAndResumed_EndsLikeTheStartedWalk() => StartPlan.Any.Sample(
        plan =>
        {
            using var log = plan.Write();
            var segment = log.States.Keys.First();
            var whole = StartLog.WalkFrom(log, segment, log.Segments, StartLog.Trust());
            for (var split = (int)segment + 1; split <= log.Segments.Count; split++)
            {
                using var first = StartLog.From(log, segment, StartLog.Trust())!;
                StartLog.Push(first, [.. log.Segments.Take(split)], (int)segment + 1);
                using var second = LogVerification.Resume(StartLog.Trust(), first.SaveState()!)!;
                Assert.Equal(split, second.NextSegment);
                StartLog.Push(second, log.Segments, split);
                var report = second.Complete(StartLog.Later(log));
                Assert.Equal(whole.Findings.OrderBy(f => f.Detail), report.Findings.OrderBy(f => f.Detail));
                Assert.Equal(
                    whole with { Findings = [], Notes = [], SealedKeys = whole.SealedKeys },
                    report with { Findings = [], Notes = [], SealedKeys = whole.SealedKeys });
            }
        },
        iter: 50);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void From_AnyOctetOfTheStateChanged_Refused(bool full)
    {
        using var log = StartLog.Small();
        var (checkpoint, last) = (StartLog.CheckpointOf(log.Segments[1]), new StoredSegment(1, log.Segments[1]));
        var state = log.States[1];
        for (var at = 0; at < state.Length; at++)
        {
            state[at] ^= 1;
            Assert.Null(LogVerification.From(StartLog.Trust(full), checkpoint, last, state, out var fault));
            Assert.NotEmpty(fault);
            state[at] ^= 1;
        }

        Assert.Null(LogVerification.From(StartLog.Trust(full), checkpoint, last, state.AsSpan(1), out _));
        Assert.Null(LogVerification.From(StartLog.Trust(full), checkpoint, last, [], out _));
    }

    [Fact]
    public void From_AnyOctetOfTheSegmentChanged_Refused()
    {
        using var log = StartLog.Small();
        var checkpoint = StartLog.CheckpointOf(log.Segments[1]);
        var octets = log.Segments[1].ToArray();
        for (var at = 0; at < octets.Length; at++)
        {
            octets[at] ^= 1;
            Assert.Null(LogVerification.From(StartLog.Trust(), checkpoint, new StoredSegment(1, octets), log.States[1], out _));
            octets[at] ^= 1;
        }
    }

    [Fact]
    public void From_AnyOctetOfTheSegmentChangedKeyless_RefusedOrTheNextSegmentDoesNotFollow()
    {
        using var log = StartLog.Small();
        var checkpoint = StartLog.CheckpointOf(log.Segments[1]);
        var octets = log.Segments[1].ToArray();
        var text = Encoding.UTF8.GetString(octets);

        // The seal is the checkpoint's own leaf; header and footer say what it says. The rest is nobody's word but the next segment's.
        var ends = text.Select((c, i) => c == '\n' ? i : -1).Where(i => i >= 0).ToArray();
        bool IsFree(int at) => (at > ends[0] && at < ends[^3] - MacEnd) || (at >= ends[^2] - MacEnd && at < ends[^2] - 2) ||
            (at > ends[^2] && at < text.IndexOf(",\"root\"", ends[^2], StringComparison.Ordinal));
        for (var at = 0; at < octets.Length; at++)
        {
            octets[at] ^= 1;
            using var walk = LogVerification.From(
                StartLog.Trust(full: false), checkpoint, new StoredSegment(1, octets), log.States[1], out _);
            if (walk is not null)
            {
                Assert.True(IsFree(at));
                StartLog.Push(walk, log.Segments, 2);
                Assert.Contains(walk.Complete(StartLog.Later(log)).Findings, f => (f.Kind, f.Segment) == (FindingKind.LinkMismatch, 2));
            }

            octets[at] ^= 1;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void From_AnyOctetOfTheCheckpointChanged_Refused(bool full)
    {
        using var log = StartLog.Small();
        var last = new StoredSegment(1, log.Segments[1]);
        var text = StartLog.CheckpointOf(log.Segments[1]).Text;
        for (var at = 0; at < text.Length; at++)
        {
            for (var mask = 1; mask < 128; mask <<= 1)
            {
                var changed = text.ToCharArray();
                changed[at] ^= (char)mask;
                if (Checkpoint.TryReadText(new string(changed), out var checkpoint))
                {
                    Assert.Null(LogVerification.From(StartLog.Trust(full), checkpoint!, last, log.States[1], out _));
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void From_PartsThatDoNotBelongTogether_Refused(bool full)
    {
        var trust = StartLog.Trust(full);
        using var log = StartLog.Small();
        using var other = new StateLog();
        other.Segment(StartLog.Commit(0));
        other.Segment(StartLog.Commit(1));
        for (var checkpoint = 0; checkpoint < 4; checkpoint++)
        {
            for (var segment = 0; segment < 4; segment++)
            {
                for (var state = 0; state < 4; state++)
                {
                    using var walk = LogVerification.From(
                        trust, StartLog.CheckpointOf(log.Segments[checkpoint]),
                        new StoredSegment(segment, log.Segments[segment]), log.States[state], out var fault);
                    Assert.Equal(checkpoint == segment && segment == state, walk is not null);
                    Assert.Equal(walk is not null, fault.Length == 0);
                }
            }
        }

        var (own, last) = (StartLog.CheckpointOf(log.Segments[1]), new StoredSegment(1, log.Segments[1]));
        Assert.Null(LogVerification.From(trust, own, last, other.States[1], out _));
        Assert.Null(LogVerification.From(trust, own, new StoredSegment(1, other.Segments[1]), other.States[1], out _));
        Assert.Null(LogVerification.From(trust, own, last with { Number = 2 }, log.States[1], out _));
        Assert.Null(LogVerification.From(trust with { LogId = "log.other" }, own, last, log.States[1], out _));
        Assert.Null(LogVerification.From(trust, own with { LogId = "log.other" }, last, log.States[1], out _));
    }

    [Fact]
    public void From_SegmentWithoutAState_Refused()
    {
        using var log = new StateLog(every: 2);
        log.Segment(StartLog.Beginning());
        log.Segment(StartLog.Commit(0));
        Assert.False(log.States.ContainsKey(1));
        var (checkpoint, last) = (StartLog.CheckpointOf(log.Segments[1]), new StoredSegment(1, log.Segments[1]));
        Assert.Null(LogVerification.From(StartLog.Trust(), checkpoint, last, log.States[0], out _));
    }

    [Fact]
    public void From_AnotherSecret_Refused()
    {
        using var log = StartLog.Small();
        var trust = StartLog.Trust() with { RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain-1"] = new byte[32] } };
        Assert.Null(StartLog.From(log, 1, trust));
    }

    [Fact]
    public void From_NoSecretForTheKey_IsAnUnknownKeyAndNotFull()
    {
        using var log = StartLog.Small();
        var trust = StartLog.Trust() with { RootSecrets = new Dictionary<string, ReadOnlyMemory<byte>> { ["chain-9"] = new byte[32] } };
        var report = StartLog.WalkFrom(log, 1, log.Segments, trust);
        Assert.Equal(StartLog.WalkAll(log, log.Segments, trust).Findings, report.Findings);
        Assert.False(report.Full);
        Assert.False(StartLog.WalkFrom(log, 1, [.. log.Segments.Take(2)], trust).Full);
    }

    [Fact]
    public void Promise_OnAStartedWalk_Throws()
    {
        using var log = StartLog.Small();
        using var walk = StartLog.From(log, 0, StartLog.Trust())!;
        var receipt = PromiseReceipt.For(StateLog.LogId, StartLog.Commit(0).SignedEvent, new byte[PromiseReceipt.SaltOctets]);
        Assert.Throws<InvalidOperationException>(() => walk.Promise(receipt));
    }

    [Fact]
    public void From_WithoutAFirstCheckpointKey_IsSelfDeclared()
    {
        using var log = StartLog.Small();
        Assert.Equal(
            VerificationResult.NotVerified,
            StartLog.WalkFrom(log, 1, [.. log.Segments], StartLog.Trust() with { CheckpointKey = null }).Result);
    }
}
