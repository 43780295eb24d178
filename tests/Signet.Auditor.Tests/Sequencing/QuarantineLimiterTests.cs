using Signet.Auditor.Sequencing;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class QuarantineLimiterTests
{
    private static readonly DateTimeOffset At = HastyTime.Start;

    private readonly QuarantineLimiter _sut = new();

    [Fact]
    public void Take_Flood_TwentySinglyThenOneForTheRest()
    {
        var singles = Enumerable.Range(0, 50).Count(i => _sut.Take(Body(i), At.AddMilliseconds(i)) is not null);

        Assert.Equal(20, singles);
        Assert.True(_sut.Holds);
        Assert.Null(_sut.Flush(At.AddMilliseconds(999)));
        var held = _sut.Flush(At.AddSeconds(1));
        Assert.Equal((30, 30 * 7, QuarantineReason.Undecodable, (string?)null), (held!.Count, held.Bytes, held.Why, held.ClaimedProducer));
        Assert.False(_sut.Holds);
        Assert.Null(_sut.Flush(At.AddSeconds(5)));
    }

    [Fact]
    public void Take_NextSecond_TwentyAgain()
    {
        for (var i = 0; i < 50; i++)
        {
            _sut.Take(Body(i), At);
        }

        Assert.NotNull(_sut.Flush(At.AddSeconds(1)));
        Assert.Equal(20, Enumerable.Range(100, 30).Count(i => _sut.Take(Body(i), At.AddSeconds(1)) is not null));
    }

    [Fact]
    public void Take_SeenAmongTheLastTenThousand_IsDropped()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _sut.Take(Body(i), At.AddSeconds(i));
        }

        var later = At.AddSeconds(20_000);
        Assert.Null(_sut.Take(Body(0), later));
        Assert.NotNull(_sut.Take(Body(10_000), later));
        Assert.NotNull(_sut.Take(Body(0), later));
        Assert.Null(_sut.Take(Body(9_999), later));
        Assert.False(_sut.Holds);
    }

    [Fact]
    public void Take_ClockPutBack_BeginsANewSecond()
    {
        for (var i = 0; i < 25; i++)
        {
            _sut.Take(Body(i), At);
        }

        Assert.NotNull(_sut.Flush(At.AddSeconds(-30)));
        Assert.NotNull(_sut.Take(Body(100), At.AddSeconds(-30)));
    }

    private static QuarantineBody Body(int i) => new()
    {
        Sha256 = Digest.Of(BitConverter.GetBytes(i)),
        Bytes = 7,
        Count = 1,
        Why = QuarantineReason.Undecodable,
        ClaimedProducer = "somebody",
    };
}
