using k8s.Models;

namespace Signet.Auditor.Election;

/// <summary>What stands in the Lease when it is taken, renewed and given back. Times are for people to read; nobody compares them.</summary>
internal static class LeaseSpecs
{
    public static V1LeaseSpec Taken(LeaseOptions options, string identity, V1LeaseSpec? before, DateTimeOffset now) => new()
    {
        HolderIdentity = identity,
        LeaseDurationSeconds = (int)options.Duration.TotalSeconds,
        AcquireTime = now.UtcDateTime,
        RenewTime = now.UtcDateTime,
        LeaseTransitions = before?.LeaseTransitions is >= 0 and < int.MaxValue and var count ? count + 1 : 0,
    };

    public static V1LeaseSpec Renewed(V1LeaseSpec before, DateTimeOffset now) => new()
    {
        HolderIdentity = before.HolderIdentity,
        LeaseDurationSeconds = before.LeaseDurationSeconds,
        AcquireTime = before.AcquireTime,
        RenewTime = now.UtcDateTime,
        LeaseTransitions = before.LeaseTransitions,
    };

    public static V1LeaseSpec GivenBack(V1LeaseSpec before, DateTimeOffset now) => new()
    {
        LeaseDurationSeconds = 1,
        AcquireTime = before.AcquireTime,
        RenewTime = now.UtcDateTime,
        LeaseTransitions = before.LeaseTransitions,
    };
}
