using Signet.Policy.Owners;

namespace Signet.Policy.Tests.Owners;

public sealed class WorkloadIdentityTests
{
    [Theory]
    [InlineData("system:serviceaccount:payments:billing", "payments", "billing")]
    [InlineData("system:serviceaccount:a:b.c-d.9", "a", "b.c-d.9")]
    public void TryParse_NameOfAServiceAccount_IsTaken(string user, string ns, string account)
    {
        var workload = WorkloadIdentity.TryParse(user, "issuer");
        Assert.Equal((ns, account, user), (workload!.Namespace, workload.ServiceAccount, workload.User));
        Assert.True(OwnerId.IsValid(workload.ToOwner().Id));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("admin")]
    [InlineData("system:serviceaccount:")]
    [InlineData("system:serviceaccount:a")]
    [InlineData("system:serviceaccount:a:")]
    [InlineData("system:serviceaccount::b")]
    [InlineData("system:serviceaccount:a:b:c")]
    [InlineData("system:serviceaccount:a.b:c")]
    [InlineData("system:serviceaccount:-a:b")]
    [InlineData("system:serviceaccount:a-:b")]
    [InlineData("system:serviceaccount:a:b.")]
    [InlineData("system:serviceaccount:a:.b")]
    [InlineData("system:serviceaccount:a:b..c")]
    [InlineData("system:serviceaccount:a:b-.c")]
    [InlineData("system:serviceaccount:a:b.-c")]
    [InlineData("system:serviceaccount:A:b")]
    [InlineData("system:serviceaccount:a:b\n")]
    [InlineData("system:serviceaccount:\u0430:b")]
    [InlineData("System:serviceaccount:a:b")]
    public void TryParse_AnythingElse_IsNone(string? user) => Assert.Null(WorkloadIdentity.TryParse(user, "issuer"));

    [Fact]
    public void TryCreate_NamesTooLongForAnId_AreNone()
    {
        Assert.NotNull(WorkloadIdentity.TryCreate(new string('a', 63), new string('b', 170), "issuer"));
        Assert.Null(WorkloadIdentity.TryCreate(new string('a', 63), new string('b', 171), "issuer"));
        Assert.Null(WorkloadIdentity.TryCreate(new string('a', 64), "b", "issuer"));
    }
}
