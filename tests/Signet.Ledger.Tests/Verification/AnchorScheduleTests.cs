using System.Buffers;
using Signet.Ledger.Canonical;
using Signet.Ledger.Entries;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

public class AnchorScheduleTests
{
    [Fact]
    public void Counts_EveryTypeButSealAnchorVerificationAndHeartbeat()
    {
        var silent = new[] { typeof(SealBody), typeof(AnchorBody), typeof(VerificationBody), typeof(HeartbeatBody) };
        foreach (var body in EntrySamples.Bodies)
        {
            CsCheck.Check.Sample(body, value => Assert.Equal(!silent.Contains(value.GetType()), AnchorSchedule.Counts(value)), iter: 2);
        }
    }

    [Fact]
    public void LongestLag_OnlySilentEntries_Null()
    {
        var schedule = new AnchorSchedule();
        schedule.Entry(Silent(0));
        schedule.SegmentEnds(1);
        Assert.Null(schedule.OldestWaiting);
        Assert.Null(schedule.LongestLag(At(100)));
    }

    [Fact]
    public void OldestWaiting_BeforeAndAfterItsSegmentEnds_IsTheFirstThatCounts()
    {
        var schedule = new AnchorSchedule();
        schedule.Entry(Silent(0));
        schedule.Entry(Counting(1));
        schedule.Entry(Counting(2));
        Assert.Equal(At(1), schedule.OldestWaiting);
        schedule.SegmentEnds(3);
        Assert.Equal(At(1), schedule.OldestWaiting);
        Assert.Equal(TimeSpan.FromMinutes(9), schedule.LongestLag(At(10)));
    }

    [Fact]
    public void Anchored_SmallerTree_LeavesLaterSegmentsWaiting()
    {
        var schedule = new AnchorSchedule();
        schedule.Entry(Counting(0));
        schedule.SegmentEnds(2);
        schedule.Entry(Counting(5));
        schedule.SegmentEnds(4);
        schedule.Anchored(2, At(7));
        Assert.Equal(At(5), schedule.OldestWaiting);
        Assert.Equal(TimeSpan.FromMinutes(7), schedule.LongestLag(At(6)));
        schedule.Anchored(4, At(8));
        Assert.Null(schedule.OldestWaiting);
        Assert.Equal(TimeSpan.FromMinutes(7), schedule.LongestLag(At(1_000)));
    }

    [Fact]
    public void LongestLag_AnchorEntriesAfterIt_DontWait()
    {
        var schedule = new AnchorSchedule();
        schedule.Entry(Counting(0));
        schedule.SegmentEnds(1);
        schedule.Anchored(1, At(2));
        schedule.Entry(Silent(3));
        schedule.SegmentEnds(2);
        Assert.Equal(TimeSpan.FromMinutes(2), schedule.LongestLag(At(1_000)));
    }

    [Fact]
    public void Load_LagOfAHundredYears_IsTheSame()
    {
        // In ticks that is more than an integer of the format.
        var schedule = new AnchorSchedule();
        schedule.Entry(Counting(0));
        schedule.SegmentEnds(1);
        schedule.Anchored(1, At(0).AddYears(100));
        var output = new ArrayBufferWriter<byte>();
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        schedule.Save(ref writer);
        writer.EndObject();
        var reader = new CanonicalReader(output.WrittenSpan, keeps: true);
        var loaded = new AnchorSchedule();
        reader.BeginObject();
        loaded.Load(ref reader);
        reader.EndObject();
        Assert.True(reader.End());
        Assert.Equal(At(0).AddYears(100) - At(0), loaded.LongestLag(At(1)));
    }

    private static DateTimeOffset At(int minute) => EntrySamples.Noon.AddMinutes(minute);

    private static Entry Silent(int minute) => new(minute, At(minute), new HeartbeatBody { IntervalSeconds = 300 });

    private static Entry Counting(int minute) => new(minute, At(minute), new RecoveryBody { What = "w", Sha256 = Digest.Zero });
}
