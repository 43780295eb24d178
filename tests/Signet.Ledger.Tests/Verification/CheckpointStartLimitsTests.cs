using System.Security.Cryptography;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.State;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>What the state at a walk's start doesn't tell is noted, and neither guessed nor reported.</summary>
public class CheckpointStartLimitsTests
{
    [Fact]
    public void From_CheckpointKeyReplacedBefore_IsTakenUpAndNoted()
    {
        using var samples = new LogBuilder();
        using var log = new StateLog();
        log.Segment(StartLog.Beginning());
        using var oldSigner = new CheckpointSigner(StateLog.LogId, [.. Enumerable.Repeat((byte)1, 32)]);
        var old = oldSigner.Sign(StartLog.CheckpointOf(log.Segments[0]));
        log.Segment(samples.RotateCheckpointKey());
        log.Segment(StartLog.Commit(0));
        using var newSigner = new CheckpointSigner(StateLog.LogId, [.. Enumerable.Repeat((byte)101, 32)]);
        using var walk = StartLog.From(log, 1, StartLog.Trust())!;
        StartLog.Push(walk, log.Segments, 2);
        walk.Checkpoint(newSigner.Sign(StartLog.CheckpointOf(log.Segments[2])));
        walk.Checkpoint(old);
        var report = walk.Complete(StartLog.Later(log));
        Assert.Empty(report.Findings);
        Assert.Contains(report.Notes, note => note.StartsWith("The checkpoint key in force at the start", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.Contains("were not compared", StringComparison.Ordinal));

        // From before the replacement, the walk sees it and has nothing to say of it.
        var before = StartLog.WalkFrom(log, 0, log.Segments, StartLog.Trust());
        Assert.DoesNotContain(before.Notes, note => note.Contains("The checkpoint key in force", StringComparison.Ordinal));
    }

    [Fact]
    public void From_CheckpointBehindTheStartOfAnotherTree_Found()
    {
        using var log = StartLog.Small();
        using var signer = new CheckpointSigner(StateLog.LogId, [.. Enumerable.Repeat((byte)1, 32)]);
        for (var segment = 1; segment < 4; segment++)
        {
            using var walk = StartLog.From(log, 1, StartLog.Trust())!;
            StartLog.Push(walk, log.Segments, 2);
            walk.Checkpoint(signer.Sign(StartLog.CheckpointOf(log.Segments[segment]) with { Root = Digest.Zero }));
            Assert.Equal(FindingKind.CheckpointInconsistent, Assert.Single(walk.Complete(StartLog.Later(log)).Findings).Kind);
        }
    }

    [Fact]
    public void From_LastSeenTree_IsComparedUnlessItEndsBeforeTheStart()
    {
        using var log = StartLog.Small();
        VerificationReport Seen(Checkpoint seen) =>
            StartLog.WalkFrom(log, 1, log.Segments, StartLog.Trust() with { LastSeen = seen });

        var before = Seen(StartLog.CheckpointOf(log.Segments[0]));
        Assert.Empty(before.Findings);
        Assert.Contains(before.Notes, note => note.Contains("were not compared", StringComparison.Ordinal));
        Assert.Empty(Seen(StartLog.CheckpointOf(log.Segments[1])).Findings);
        Assert.Empty(Seen(StartLog.CheckpointOf(log.Segments[3])).Findings);
        Assert.Equal(
            FindingKind.RolledBack,
            Assert.Single(Seen(StartLog.CheckpointOf(log.Segments[1]) with { Root = Digest.Zero }).Findings).Kind);
        Assert.Equal(
            FindingKind.RolledBack,
            Assert.Single(Seen(new Checkpoint(StateLog.LogId, log.State.Head.Size + 1, Digest.Zero)).Findings).Kind);
    }

    [Fact]
    public void From_AnchorOfATreeBeforeTheStart_NotedAndItsAuthorityChecked()
    {
        using var log = new StateLog();
        log.Segment([.. StartLog.Beginning(requiredAnchors: 1), StartLog.Commit(0)]);
        var anchor = Anchor(log);
        log.Segment(StartLog.Commit(1));
        log.Wait(TimeSpan.FromMinutes(1));
        log.Segment(anchor);

        // Whether the anchor that came behind the start covers what waited there can't be told, so nothing is said to have waited too long.
        log.Wait(TimeSpan.FromDays(1));
        var between = Anchor(log);
        log.Segment(between);
        var report = StartLog.WalkFrom(log, 1, log.Segments, StartLog.Trust());
        Assert.Empty(report.Findings);
        Assert.Contains(report.Notes, note => note.Contains("were not compared", StringComparison.Ordinal));
        Assert.Equal((1, between.TreeSize), (report.Anchors, report.AnchoredSize));
        var doubting = StartLog.Trust() with { CheckAnchor = body => body.TreeSize == anchor.TreeSize ? "no" : null };
        var refused = StartLog.WalkFrom(log, 1, log.Segments, doubting);
        Assert.Equal((FindingKind.AnchorInvalid, 2L), refused.Findings.Select(f => (f.Kind, f.Segment)).First());
    }

    [Fact]
    public void From_EntriesWaitForAnAnchorAtTheStart_TheirWaitGoesOn()
    {
        using var log = new StateLog();
        log.Segment([.. StartLog.Beginning(requiredAnchors: 1), StartLog.Commit(0)]);
        log.Wait(TimeSpan.FromDays(1));
        log.Segment(Anchor(log));
        foreach (var report in new[]
        {
            StartLog.WalkAll(log, log.Segments, StartLog.Trust()), StartLog.WalkFrom(log, 0, log.Segments, StartLog.Trust()),
            StartLog.WalkFrom(log, 0, [log.Segments[0]], StartLog.Trust()),
        })
        {
            Assert.Equal(FindingKind.AnchorLate, Assert.Single(report.Findings).Kind);
        }

        // An anchor before the start ended the wait.
        Assert.Empty(StartLog.WalkFrom(log, 1, log.Segments, StartLog.Trust()).Findings);
        Assert.Equal(StartLog.CheckpointOf(log.Segments[0]).Size, StartLog.WalkFrom(log, 1, log.Segments, StartLog.Trust()).AnchoredSize);
    }

    [Fact]
    public void From_EpochThatTheStateForgot_NotedAndNoGap()
    {
        using var log = new StateLog();
        var (first, second) = (EventSamples.Uuid7(1), EventSamples.Uuid7(2));
        log.Segment(
        [
            .. StartLog.Beginning(), StateEvents.Commit("gateway-0", first, 0),
            StateEvents.Commit("gateway-0", first, 1, EventPhase.Closed),
        ]);
        log.Wait(TimeSpan.FromDays(8));
        log.Segment(StateEvents.Commit("gateway-0", second, 0));
        log.Segment(
            StateEvents.Commit("gateway-0", first, 1), StateEvents.Commit("gateway-0", first, 9),
            StateEvents.Commit("gateway-0", EventSamples.Uuid7(3), 0),
            new GapBody { Producer = "gateway-0", Epoch = first, From = 2, Through = 8 });
        log.Segment(StateEvents.Commit("gateway-0", second, 1));
        using var walk = StartLog.From(log, 1, StartLog.Trust())!;
        StartLog.Push(walk, [.. log.Segments.Take(2)], 2);

        // What was forgotten is still known to have been when the walk goes on later.
        using var later = LogVerification.Resume(StartLog.Trust(), walk.SaveState()!)!;
        StartLog.Push(later, log.Segments, 2);
        var report = later.Complete(StartLog.Later(log));
        Assert.Empty(report.Findings);
        Assert.Contains(report.Notes, note => note.Contains("no longer knew", StringComparison.Ordinal));
        Assert.Equal(StartLog.CheckpointOf(log.Segments[1]).Size, report.StartedAt);
        Assert.Equal(4, report.Commits);
    }

    [Fact]
    public void From_HoleBeforeTheStart_IsAGapOnceItHasBeenThereForCertain()
    {
        using var log = StartLog.Small();
        Assert.True(SegmentObject.TryParse(log.Segments[1], out var segment, out _));
        var heard = EntryCodec.Read(segment!.Lines[1].Entry).Entry!.RecordedAt;
        foreach (var (after, found) in new[] { (599, 0), (600, 1) })
        {
            // Segment 1 leaves number 1 missing; segment 2, which brings it, isn't given.
            using var walk = StartLog.From(log, 1, StartLog.Trust())!;
            Assert.Equal(found, walk.Complete(heard.AddSeconds(after)).Findings.Count(f => f.Kind == FindingKind.ProducerGap));
        }
    }

    [Fact]
    public void From_SilenceReportedBefore_LaterHolesAreAccountedFor()
    {
        using var log = new StateLog();
        log.Segment([.. StartLog.Beginning(), StartLog.Commit(0)]);
        log.Segment(new GapBody { Producer = "gateway-0", Epoch = EventSamples.Uuid7(1), From = 1, NotClosed = true });
        log.Segment(StartLog.Commit(3));
        var finding = Assert.Single(StartLog.WalkFrom(log, 1, log.Segments, StartLog.Trust()).Findings);
        Assert.Equal((FindingKind.ProducerGap, FindingSeverity.Warning), (finding.Kind, finding.Severity));
    }

    [Fact]
    public void From_WithinASealedEpoch_OpensItsKeyAndHoldsItAgainstTheOneSeen()
    {
        using var rsa = RSA.Create(2_048);
        using var samples = new LogBuilder();
        using var signer = new CheckpointSigner(StateLog.LogId, [.. Enumerable.Repeat((byte)1, 32)]);
        using var key = SealedEpochKey.Draw(1, 0);
        var (state, now) = (new LogState(), EntrySamples.Noon);
        var segments = new List<byte[]>();
        byte[] octets = [];
        for (var number = 0; number < 3; number++)
        {
            var builder = new SegmentBuilder(StateLog.LogId, "sealed-1", key, state.Head);
            void Append(EntryBody body)
            {
                var seq = builder.NextSeq;
                builder.Append(body, now = now.AddSeconds(1));
                state.Apply(new Entry(seq, now, body));
            }

            if (number == 0)
            {
                Append(samples.Genesis() with { KeyId = "sealed-1" });
                Append(new EpochBody
                {
                    Epoch = 1,
                    Writer = "auditor-1",
                    KeyId = "sealed-1",
                    SealedKey = SealedEpochKey.Seal(key, rsa, signer, builder.LastMac),
                });
            }

            Append(new HeartbeatBody { IntervalSeconds = 60 });
            octets = number == 1 ? StateCodec.Write(state, builder.BeforeSeal)! : octets;
            var segment = builder.Seal(number == 1 ? Digest.Of(octets) : null, now);
            segments.Add(segment.Octets.ToArray());
            state.Head = segment.Head;
            key.Ratchet();
        }

        VerificationReport Walk(LogTrust trust)
        {
            using var walk = LogVerification.From(
                trust, StartLog.CheckpointOf(segments[1]), new StoredSegment(1, segments[1]), octets, out _)!;
            StartLog.Push(walk, segments, 2);
            return walk.Complete(now);
        }

        var trust = StartLog.Trust(full: false) with { SealingKeys = [rsa] };
        var report = Walk(trust);
        Assert.Empty(report.Findings);
        Assert.True(report.Full);
        Assert.Equal([1L], report.SealedKeys.Keys);
        Assert.Empty(Walk(trust with { SeenSealedKeys = report.SealedKeys }).Findings);
        var seen = new Dictionary<long, Digest> { [1] = Digest.Zero };
        Assert.Equal(FindingKind.RolledBack, Assert.Single(Walk(trust with { SeenSealedKeys = seen }).Findings).Kind);
        using var stranger = RSA.Create(2_048);
        var unopened = Walk(trust with { SealingKeys = [stranger] });
        Assert.Empty(unopened.Findings);
        Assert.False(unopened.Full);
        Assert.Contains(unopened.Notes, note => note.Contains("sealed for somebody else", StringComparison.Ordinal));
    }

    private static AnchorBody Anchor(StateLog log) =>
        StateEvents.Anchor(log.State.Head.Size, log.State.Head.RecordedAt) with { Root = log.State.Head.Tree().Root.ToArray() };
}
