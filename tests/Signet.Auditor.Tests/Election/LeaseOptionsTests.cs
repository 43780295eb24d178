using Signet.Auditor.Election;
using Xunit;

namespace Signet.Auditor.Tests.Election;

public sealed class LeaseOptionsTests
{
    [Theory]
    [InlineData("signet-log", "signet", 15, 10, 2)]
    [InlineData("a.b-c.d", "n", 600, 599, 0.1)]
    [InlineData("x", "x", 1, 0.9, 0.8)]
    public void Validate_WhatCanBeUsed_Passes(string name, string space, double duration, double deadline, double retry) =>
        Options(name, space, duration, deadline, retry).Validate();

    [Theory]
    [InlineData("", "signet", 15, 10, 2)]
    [InlineData("Log", "signet", 15, 10, 2)]
    [InlineData("a/../b", "signet", 15, 10, 2)]
    [InlineData("a\n", "signet", 15, 10, 2)]
    [InlineData("a", "", 15, 10, 2)]
    [InlineData("a", "b.c", 15, 10, 2)]
    [InlineData("a", "b", 0, 10, 2)]
    [InlineData("a", "b", 601, 10, 2)]
    [InlineData("a", "b", 15.5, 10, 2)]
    [InlineData("a", "b", 15, 15, 2)]
    [InlineData("a", "b", 15, 2, 2)]
    [InlineData("a", "b", 15, 10, 0.05)]
    [InlineData("a", "b", 15, 10, -1)]
    public void Validate_WhatCantBeUsed_Throws(string name, string space, double duration, double deadline, double retry) =>
        Assert.Throws<ArgumentException>(Options(name, space, duration, deadline, retry).Validate);

    [Theory]
    [InlineData(30, 30)]
    [InlineData(0, 15)]
    [InlineData(-1, 15)]
    [InlineData(int.MaxValue, 15)]
    [InlineData(null, 15)]
    public void Respect_ANonsensicalLease_KeepsNobodyOut(int? said, int respected) =>
        Assert.Equal(TimeSpan.FromSeconds(respected), Options("a", "b", 15, 10, 2).Respect(said));

    [Theory]
    [InlineData("", "own", "own")]
    [InlineData("other", "own", "other")]
    public void Settings_Namespace_IsTheAuditorsOwnUnlessGiven(string given, string own, string expected) =>
        Assert.Equal(expected, new LeaseSettings { Name = "log", Namespace = given }.ToOptions(own).Namespace);

    private static LeaseOptions Options(string name, string space, double duration, double deadline, double retry) => new()
    {
        Name = name,
        Namespace = space,
        Duration = TimeSpan.FromSeconds(duration),
        RenewDeadline = TimeSpan.FromSeconds(deadline),
        RetryPeriod = TimeSpan.FromSeconds(retry),
    };
}
