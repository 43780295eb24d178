using CsCheck;
using Signet.Ledger.State;
using Xunit;

namespace Signet.Ledger.Tests.State;

public class EpochProgressTests
{
    [Fact]
    public void Add_AnyOrder_KnowsExactlyWhatASetWouldKnow() =>
        Gen.Long[0, 20].List[0, 40].Sample(numbers =>
        {
            var progress = new EpochProgress();
            var known = new HashSet<long>();
            foreach (var number in numbers)
            {
                Assert.Equal(known.Add(number), progress.Add(number));
            }

            var next = 0L;
            while (known.Contains(next))
            {
                next++;
            }

            Assert.Equal(next, progress.Next);
            Assert.Equal(known.DefaultIfEmpty(-1).Max() + 1, progress.End);
            Assert.Equal(known.Where(n => n > next).Order(), progress.Above);
            for (var number = 0L; number < 22; number++)
            {
                Assert.Equal(known.Contains(number), progress.Contains(number));
            }
        });

    [Fact]
    public void Restored_FromItsOwnParts_IsTheSame()
    {
        var progress = new EpochProgress(3, [5, 7]);
        Assert.False(progress.Add(2));
        Assert.False(progress.Add(5));
        Assert.True(progress.Add(3));
        Assert.True(progress.Add(4));
        Assert.Equal(6, progress.Next);
        Assert.Equal([7L], progress.Above);
    }

    [Fact]
    public void Restored_SetReachesDownToTheWatermark_IsNormalised()
    {
        var progress = new EpochProgress(3, [1, 3, 4, 6]);
        Assert.Equal(5, progress.Next);
        Assert.Equal([6L], progress.Above);
    }
}
