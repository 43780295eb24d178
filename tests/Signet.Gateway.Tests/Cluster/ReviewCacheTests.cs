using System.Text;
using Signet.Gateway.Cluster.Workloads;
using Signet.Ledger;

namespace Signet.Gateway.Tests.Cluster;

public sealed class ReviewCacheTests
{
    [Fact]
    public void Keep_MoreThanItHolds_DropsTheOldest()
    {
        var cache = new ReviewCache(10, TimeProvider.System);
        for (var i = 0; i < 1_000; i++)
        {
            cache.Keep(Name(i), true, DateTimeOffset.MaxValue);
            Assert.InRange(cache.Count, 1, 20);
        }

        Assert.True(cache.Find(Name(999)));
        Assert.Null(cache.Find(Name(1)));
    }

    [Fact]
    public void Find_AnswerThatHoldsNoMore_IsNone()
    {
        var time = new ManualTime();
        var cache = new ReviewCache(10, time);
        cache.Keep(Name(1), false, time.GetUtcNow() + TimeSpan.FromSeconds(5));
        Assert.False(cache.Find(Name(1)));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(cache.Find(Name(1)));
    }

    private static Digest Name(int i) => Digest.Of(Encoding.UTF8.GetBytes($"{i}"));
}
