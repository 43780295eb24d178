using Signet.Gateway.Streaming;
using Signet.Policy.Limits;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Streaming;

public sealed class AnswerMeterTests
{
    [Fact]
    public void Estimate_Pieces_CountAsOneText()
    {
        var meter = new AnswerMeter();
        Assert.Equal(0, meter.Estimate(CharacterTokenCounter.Instance, "m"));
        foreach (var piece in (string[])["a", "bc", "", "d", "efgh", "i"])
        {
            meter.Add(piece);
        }

        Assert.Equal(3, meter.Estimate(CharacterTokenCounter.Instance, "m"));
    }

    [Fact]
    public void Estimate_LongAnswer_TakesTheRestToBeLikeItsBeginning()
    {
        var meter = new AnswerMeter();
        for (var i = 0; i < 10 * TokenEstimate.MaxCounted / 64; i++)
        {
            meter.Add(new string('x', 64));
        }

        Assert.Equal(10 * TokenEstimate.MaxCounted / 4, meter.Estimate(CharacterTokenCounter.Instance, "m"));
    }
}
