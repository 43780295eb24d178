using Signet.Gateway.Commits;
using Signet.Ledger.Events;

namespace Signet.Gateway.Tests.Commits;

public sealed class CommitDeadlinesTests
{
    private readonly Clock _time = new();
    private readonly CommitDeadlines _sut;

    public CommitDeadlinesTests() => _sut = new CommitDeadlines(TimeSpan.FromSeconds(10), _time);

    [Fact]
    public void TakeExpired_BeforeAndAfterTheTime_TakesThoseWhoseTimeIsOverInOrder()
    {
        var (first, second, third) = (Add(), Add(), Add(after: 5));

        _time.Seconds = 9;
        Assert.Null(_sut.TakeExpired());
        _time.Seconds = 10;
        Assert.Same(first, _sut.TakeExpired());
        Assert.Same(second, _sut.TakeExpired());
        Assert.Null(_sut.TakeExpired());
        _time.Seconds = 15;
        Assert.Same(third, _sut.TakeExpired());
        Assert.Null(_sut.TakeExpired());
    }

    [Fact]
    public void Remove_AnyOrder_LeavesTheOthersInOrder()
    {
        foreach (var gone in Enumerable.Range(0, 1 << 4))
        {
            var all = Enumerable.Range(0, 4).Select(_ => Add()).ToArray();
            var removed = all.Where((_, i) => (gone & (1 << i)) != 0).ToArray();
            foreach (var pending in gone % 3 == 0 ? removed : removed.Reverse())
            {
                _sut.Remove(pending);
                _sut.Remove(pending);
            }

            _time.Seconds += 10;
            foreach (var pending in all.Except(removed))
            {
                Assert.Same(pending, _sut.TakeExpired());
            }

            Assert.Null(_sut.TakeExpired());
        }
    }

    private PendingCommit Add(int after = 0)
    {
        _time.Seconds += after;
        var pending = new PendingCommit(new EventDraft(EventPhase.Alive, null, []), default);
        _sut.Add(pending);
        return pending;
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
