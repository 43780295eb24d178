using System.Text;
using CsCheck;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Events;
using Signet.Ledger.Tests.State;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

/// <summary>What is wrong behind the start of a walk is found from there as it is found from the beginning.</summary>
public class CheckpointStartTamperingTests
{
    /// <summary>Entries that a holder of the chain key may write and that don't hold.</summary>
    public static TheoryData<string> Misdeeds => [.. Bodies().Keys];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void From_LaterSegmentAltered_FindsWhatTheWholeWalkFinds(bool full) =>
        Gen.Select(StartPlan.Any, Gen.Int[0, 999], Gen.Enum<Alteration>(), Gen.Int[0, 9_999]).Sample(
            (plan, which, alteration, place) =>
            {
                using var log = plan.Write();
                var altered = 1 + (which % (log.Segments.Count - 1));
                var segments = log.Segments.Cast<byte[]?>().ToArray();
                segments[altered] = Alter(log.Segments[altered], alteration, place);
                foreach (var start in log.States.Keys.Where(start => start < altered))
                {
                    AssertSame(log, start, segments, StartLog.Trust(full));
                }
            },
            iter: 300);

    [Fact]
    public void From_AnyOctetOfALaterSegmentChanged_FindsWhatTheWholeWalkFinds()
    {
        using var log = StartLog.Small();
        for (var altered = 2; altered < log.Segments.Count; altered++)
        {
            var segments = log.Segments.ToArray();
            segments[altered] = [.. segments[altered]];
            for (var at = 0; at < segments[altered].Length; at++)
            {
                segments[altered][at] ^= 1;
                AssertSame(log, 1, segments, StartLog.Trust());
                segments[altered][at] ^= 1;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Misdeeds))]
    public void From_WriterBreaksTheFormat_FindsWhatTheWholeWalkFinds(string misdeed)
    {
        using var log = StartLog.Small();
        log.Segment(Bodies()[misdeed]);
        log.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        foreach (var full in new[] { true, false })
        {
            Assert.NotEmpty(StartLog.WalkAll(log, log.Segments, StartLog.Trust(full)).Findings);
            for (var start = 0; start < 4; start++)
            {
                AssertSame(log, start, log.Segments, StartLog.Trust(full));
            }
        }
    }

    [Fact]
    public void From_LogEndedBeforeTheStart_EntriesBehindAreFound()
    {
        using var log = StartLog.Small();
        log.Segment(new EndBody());
        log.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        var report = StartLog.WalkFrom(log, 4, log.Segments, StartLog.Trust());
        Assert.Equal(FindingKind.LogEnded, Assert.Single(report.Findings).Kind);
    }

    [Fact]
    public void From_KeyReplacedAtTheStart_ANewEpochIsDue()
    {
        using var log = StartLog.Small();
        log.Segment(new KeyBody { From = "chain-1", To = "chain-2", Reason = "scheduled" });
        log.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        Assert.Empty(StartLog.WalkFrom(log, 4, log.Segments, StartLog.Trust()).Findings);

        // The epoch before goes on instead.
        using var other = StartLog.Small();
        other.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        other.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        var report = StartLog.WalkFrom(log, 4, [.. log.Segments.Take(5), other.Segments[5]], StartLog.Trust());
        var kinds = report.Findings.Select(f => f.Kind).ToList();
        Assert.Contains(FindingKind.EpochRegression, kinds);
        Assert.Contains(FindingKind.KeyRetired, kinds);
    }

    [Fact]
    public void From_EpochUnderAKeyThatNobodyNamed_Found()
    {
        using var log = StartLog.Small();
        log.NextEpoch();
        log.State.NextKeyId = "chain-5";
        log.Segment(new HeartbeatBody { IntervalSeconds = 60 });
        Assert.Equal(FindingKind.UnknownKey, Assert.Single(StartLog.WalkFrom(log, 3, log.Segments, StartLog.Trust()).Findings).Kind);
    }

    [Fact]
    public void From_StateThatIsAnyOtherOne_NeverThrows()
    {
        // Whoever signs checkpoints may vouch for any state at all.
        using var log = StartLog.Small();
        log.Segment(StartLog.Commit(6));
        var text = Encoding.UTF8.GetString(log.States[4]);
        var started = 0;
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char["0123456789abcdfgtk-,\"{}[]AQgw="]).Sample(
            (at, to) =>
            {
                using var forged = StartLog.Small();
                var state = Encoding.UTF8.GetBytes(text[..at] + to + text[(at + 1)..]);
                forged.Segment([StartLog.Commit(6)], Digest.Of(state));
                forged.Segment(StartLog.Commit(7));
                using var walk = LogVerification.From(
                    StartLog.Trust(), StartLog.CheckpointOf(forged.Segments[4]), new StoredSegment(4, forged.Segments[4]), state,
                    out _);
                if (walk is not null)
                {
                    Interlocked.Increment(ref started);
                    StartLog.Push(walk, forged.Segments, 5);
                    walk.Complete(StartLog.Later(forged));
                }
            },
            iter: 2_000);
        Assert.True(started > 20);
    }

    private static void AssertSame(StateLog log, long start, IReadOnlyList<byte[]?> segments, LogTrust trust)
    {
        var whole = StartLog.WalkAll(log, segments, trust);
        var started = StartLog.WalkFrom(log, start, segments, trust);
        var unread = started.Notes.Any(note => note.Contains("were not compared", StringComparison.Ordinal));
        Assert.Equal(Behind(whole, start, unread), Behind(started, start, unread));
        Assert.Equal(
            (whole.Result, whole.Size, whole.Root, whole.Full), (started.Result, started.Size, started.Root, started.Full));
    }

    /// <summary>What was found behind a segment; but for what an anchor says of a tree, where that tree wasn't read.</summary>
    private static IEnumerable<Finding> Behind(VerificationReport report, long start, bool unread) => report.Findings
        .Where(f => f.Segment is null || f.Segment > start)
        .Where(f => !unread || f.Kind is not (FindingKind.AnchorInvalid or FindingKind.TimeContradicted))
        .OrderBy(f => (f.Segment, f.Seq, f.Kind, f.Detail));

    private static byte[]? Alter(byte[] segment, Alteration alteration, int place)
    {
        var lines = Encoding.UTF8.GetString(segment).TrimEnd('\n').Split('\n').ToList();
        var entry = 1 + (place % (lines.Count - 2));
        switch (alteration)
        {
            case Alteration.Gone:
                return null;
            case Alteration.Octet:
                var changed = segment.ToArray();
                changed[place % segment.Length] ^= (byte)(1 << (place % 8));
                return changed;
            case Alteration.LineDropped:
                lines.RemoveAt(entry);
                break;
            case Alteration.LineTwice:
                lines.Insert(entry, lines[entry]);
                break;
            case Alteration.LinesSwapped:
                (lines[entry], lines[1]) = (lines[1], lines[entry]);
                break;
            case Alteration.EntryChanged:
                lines[entry] = lines[entry].Replace("2026-", "2027-", StringComparison.Ordinal);
                break;
            default:
                break;
        }

        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
    }

    private static Dictionary<string, EntryBody[]> Bodies()
    {
        using var samples = new LogBuilder();
        var heartbeat = new HeartbeatBody { IntervalSeconds = 60 };
        return new Dictionary<string, EntryBody[]>
        {
            ["event twice"] = [StartLog.Commit(2)],
            ["event twice, from the first segment"] = [StartLog.Commit(0)],
            ["event missing"] = [StartLog.Commit(6)],
            ["event missing under a gap"] =
                [StartLog.Commit(6), new GapBody { Producer = "gateway-0", Epoch = EventSamples.Uuid7(1), From = 5, Through = 5 }],
            ["producer not enrolled"] = [StartLog.Commit(0, "gateway-9")],
            ["key revoked"] = [StartLog.Enrol("gateway-0", revoked: true), StartLog.Commit(5)],
            ["another's signature"] = [StartLog.Enrol("gateway-0") with { PublicKey = new byte[32] }, StartLog.Commit(5)],
            ["epoch again"] = [new EpochBody { Epoch = 2, Writer = "auditor-2", KeyId = "chain-1" }, heartbeat],
            ["epoch left out"] = [new EpochBody { Epoch = 4, Writer = "auditor-2", KeyId = "chain-1" }, heartbeat],
            ["genesis again"] = [samples.Genesis()],
            ["key of somebody else"] = [new KeyBody { From = "chain-7", To = "chain-8", Reason = "scheduled" }],
            ["key not at the end"] = [new KeyBody { From = "chain-1", To = "chain-2", Reason = "scheduled" }, heartbeat],
            ["checkpoint key unsigned"] =
                [new CheckpointKeyBody { From = samples.GenesisVkey, To = samples.GenesisVkey, Sig = new byte[64] }],
            ["retention lowered"] = [new SettingsBody { Settings = samples.Settings with { RetainDays = 1 } }],
            ["behind the end"] = [new EndBody(), heartbeat],
            ["anchor of no tree"] = [StateEvents.Anchor(long.MaxValue, Entries.EntrySamples.Noon)],
        };
    }

    private enum Alteration
    {
        Gone,
        Octet,
        LineDropped,
        LineTwice,
        LinesSwapped,
        EntryChanged,
    }
}
