using Signet.Corpora.Adversarial;

namespace Signet.Corpora.Tests;

public sealed class AdversarialInputsTests
{
    [Fact]
    public void Make_EveryInput_HasItsLengthAndIsTheSameAgain()
    {
        Assert.Equal(AdversarialInputs.All.Count, AdversarialInputs.All.Select(input => input.Make(5_000)).Distinct().Count());
        foreach (var input in AdversarialInputs.All.Append(AdversarialInputs.Ordinary))
        {
            foreach (var length in new[] { 1, 100, 70_000 })
            {
                Assert.Equal(length, input.Make(length).Length);
            }

            Assert.Equal(input.Make(3_000), input.Make(3_000));
        }
    }
}
