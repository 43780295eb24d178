using Signet.Auditor.Sequencing;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Ledger.State;
using Signet.Testing.Auditor;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class GapSweepTests : IDisposable
{
    private static readonly DateTimeOffset At = HastyTime.Start;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(900);

    private readonly LogState _state = LogStates.Begun(At);
    private readonly TestEvents _events = new(TestAuditor.LogId, "gateway.1", At);
    private long _entry = 2;

    public void Dispose() => _events.Dispose();

    [Fact]
    public void Find_HoleOfAProducerThatGoesOn_IsReportedOnceItIsOldEnough()
    {
        Commit(0, At);
        Commit(3, At);
        Commit(4, At + Patience - TimeSpan.FromSeconds(1));
        Assert.Empty(GapSweep.Find(_state, At + Patience - TimeSpan.FromTicks(1)));

        var gap = Assert.IsType<GapBody>(Assert.Single(GapSweep.Find(_state, At + Patience)));
        Assert.Equal(("gateway.1", _events.Epoch, 1, 2, false), (gap.Producer, gap.Epoch, gap.From, gap.Through, gap.NotClosed));

        Apply(gap, At + Patience);
        Assert.Empty(GapSweep.Find(_state, At + Patience));
    }

    [Fact]
    public void Find_FurtherHolesAfterAReportedOne_AreReportedToo()
    {
        Commit(0, At);
        Commit(2, At);
        Commit(4, At);
        Apply((GapBody)Assert.Single(GapSweep.Find(_state, At + Patience), body => body is GapBody { NotClosed: false }), At + Patience);

        var later = At + Patience + Patience;
        Assert.Equal(3, Assert.IsType<GapBody>(Assert.Single(GapSweep.Find(_state, later), body => body is GapBody { NotClosed: false })).From);
    }

    [Fact]
    public void Find_HoleAfterAnEpochThatCameBack_IsReported()
    {
        Commit(0, At);
        Apply((GapBody)Assert.Single(GapSweep.Find(_state, At + Patience)), At + Patience);
        var back = At + Patience + Patience;
        Commit(1, back);
        Commit(3, back);

        Assert.Contains(GapSweep.Find(_state, back + Patience), body => body is GapBody { From: 2, Through: 2, NotClosed: false });
    }

    [Fact]
    public void Find_SilentEpoch_IsReportedOnceAsNotClosedAndAgainWhenItFallsSilentAgain()
    {
        Commit(0, At);
        var gap = Assert.IsType<GapBody>(Assert.Single(GapSweep.Find(_state, At + Patience)));
        Assert.Equal((1, (long?)null, true), (gap.From, gap.Through, gap.NotClosed));
        Apply(gap, At + Patience);
        Assert.Empty(GapSweep.Find(_state, At + Patience + Patience));

        var back = At + Patience + Patience;
        Commit(1, back);
        Assert.Empty(GapSweep.Find(_state, back));
        Assert.Single(GapSweep.Find(_state, back + Patience));
    }

    [Fact]
    public void Find_ClosedAndComplete_IsNoGap()
    {
        Commit(0, At);
        Commit(1, At, EventPhase.Closed);

        Assert.Empty(GapSweep.Find(_state, At.AddDays(1)));
    }

    [Fact]
    public void Find_VeryManyEpochs_AreReportedInParts()
    {
        var producers = GapSweep.MaxGaps + 10;
        for (var i = 0; i < producers; i++)
        {
            using var events = new TestEvents(TestAuditor.LogId, $"gateway.{i}", At);
            _state.Apply(LogStates.Commit(_entry++, At, events.Sign(0)));
        }

        var first = GapSweep.Find(_state, At + Patience);
        Assert.Equal(GapSweep.MaxGaps, first.Count);
        foreach (var gap in first)
        {
            Apply((GapBody)gap, At + Patience);
        }

        Assert.Equal(10, GapSweep.Find(_state, At + Patience).Count);
    }

    private void Commit(long seq, DateTimeOffset at, EventPhase phase = EventPhase.Alive) =>
        _state.Apply(LogStates.Commit(_entry++, at, _events.Sign(seq, "", phase)));

    private void Apply(GapBody gap, DateTimeOffset at) => _state.Apply(new Entry(_entry++, at, gap));
}
