using Signet.Auditor.Sequencing;
using Signet.Ledger;
using Xunit;

namespace Signet.Auditor.Tests.Sequencing;

public sealed class ChainedEventsTests
{
    [Fact]
    public void Add_MoreThanIsKept_ForgetsTheOldest()
    {
        var sut = new ChainedEvents();
        for (var i = 0; i <= ChainedEvents.Kept; i++)
        {
            sut.Add(Of(i));
            sut.Add(Of(i));
        }

        Assert.False(sut.Contains(Of(0)));
        Assert.True(sut.Contains(Of(1)));
        Assert.True(sut.Contains(Of(ChainedEvents.Kept)));
    }

    private static Digest Of(int number) => Digest.Of(BitConverter.GetBytes(number));
}
