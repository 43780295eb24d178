using Signet.Auditor.Sequencing;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class ClockGuardTests
{
    private readonly HastyTime _time = new();

    [Fact]
    public void Read_BehindTheLog_IsRefusedBeyondAMinute()
    {
        var sut = new ClockGuard(_time);

        Assert.Equal(HastyTime.Start, sut.Read(HastyTime.Start.AddSeconds(60)));
        Assert.Null(sut.Read(HastyTime.Start.AddSeconds(60).AddTicks(1)));
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.NotNull(sut.Read(HastyTime.Start.AddSeconds(60).AddTicks(1)));
    }

    [Fact]
    public void Read_JumpedAhead_IsRefusedUntilItIsPutRight()
    {
        var sut = new ClockGuard(_time);
        _time.Jump(TimeSpan.FromSeconds(300));
        Assert.NotNull(sut.Read(HastyTime.Start));
        _time.Jump(TimeSpan.FromSeconds(301));
        Assert.Null(sut.Read(HastyTime.Start));
        Assert.Null(sut.Read(HastyTime.Start));

        _time.Jump(TimeSpan.FromSeconds(-301));
        Assert.NotNull(sut.Read(HastyTime.Start));
    }

    [Fact]
    public void Read_AfterALongSilence_IsExplainedByUptime()
    {
        var sut = new ClockGuard(_time);
        _time.Pass(TimeSpan.FromDays(3));

        Assert.Equal(HastyTime.Start.AddDays(3), sut.Read(HastyTime.Start));
    }
}
