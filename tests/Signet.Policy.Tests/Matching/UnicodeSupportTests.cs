using Signet.Policy.Matching;

namespace Signet.Policy.Tests.Matching;

public sealed class UnicodeSupportTests
{
    [Fact]
    public void Require_NormalizationWorks_Passes() => UnicodeSupport.Require();

    [Fact]
    public void Require_NormalizationDoesNothing_Throws() =>
        Assert.Throws<InvalidOperationException>(() => UnicodeSupport.Require(text => text));
}
