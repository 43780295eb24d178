using Signet.Policy.Limits;

namespace Signet.Policy.Tests.Limits;

public sealed class LimitKeyTests
{
    [Theory]
    [InlineData(LimitScope.Owner, "agent:x", "m", "192.0.2.1", "agent:x", "other", "192.0.2.9", true)]
    [InlineData(LimitScope.Owner, "agent:x", "m", "192.0.2.1", "human:x", "m", "192.0.2.1", false)]
    [InlineData(LimitScope.Owner, "", "m", "192.0.2.1", "", "m", "192.0.2.1", true)]
    [InlineData(LimitScope.Owner, "", "m", "192.0.2.1", "", "m", "192.0.2.2", false)]
    [InlineData(LimitScope.Model, "agent:x", "m", "192.0.2.1", "", "m", "192.0.2.2", true)]
    [InlineData(LimitScope.Model, "agent:x", "m", "192.0.2.1", "agent:x", "n", "192.0.2.1", false)]
    [InlineData(LimitScope.Owner | LimitScope.Model, "agent:x", "m", "192.0.2.1", "agent:x", "n", "192.0.2.1", false)]
    [InlineData(LimitScope.Owner | LimitScope.Source, "agent:x", "m", "192.0.2.1", "agent:x", "m", "192.0.2.2", false)]
    [InlineData(LimitScope.Source, "agent:x", "m", "192.0.2.1", "", "n", "::ffff:192.0.2.1", true)]
    [InlineData(LimitScope.Source, "", "m", "2001:db8:1:2::1", "", "m", "2001:db8:1:2:ffff::9", true)]
    [InlineData(LimitScope.Source, "", "m", "2001:db8:1:2::1", "", "m", "2001:db8:1:3::1", false)]
    [InlineData(LimitScope.Source, "", "m", "0.0.0.1", "", "m", "::1", false)]
    public void Of_TwoRequests_ShareALimitByScope(
        object scope, string owner, string model, string source, string otherOwner, string otherModel, string otherSource, bool shared)
    {
        LimitKey first = LimitKey.Of(Requests.Of(owner, model, source), (LimitScope)scope);
        LimitKey second = LimitKey.Of(Requests.Of(otherOwner, otherModel, otherSource), (LimitScope)scope);
        Assert.Equal(shared, first == second);
    }

    [Fact]
    public void Of_LongModel_KeepsABoundedName()
    {
        LimitKey key = LimitKey.Of(Requests.Of("agent:x", new string('m', 10_000)), LimitScope.Model);
        Assert.InRange(key.Model.Length, 1, 256);
    }
}
