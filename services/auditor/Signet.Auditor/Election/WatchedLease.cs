using k8s.Models;

namespace Signet.Auditor.Election;

/// <summary>What somebody who waits has seen of a lease, and since when nothing has changed.</summary>
internal sealed class WatchedLease(LeaseOptions options, string identity, TimeProvider time)
{
    private (string? Holder, DateTime? Taken, DateTime? Renewed, int? Transitions)? _seen;
    private long _since;

    /// <summary>
    /// True when nobody else holds it: it was given back, its holder hasn't renewed it for as long as it lasts, or it was taken by oneself and the
    /// answer was lost.
    /// </summary>
    public bool IsFree(V1Lease lease)
    {
        if (lease.Spec is not { HolderIdentity.Length: > 0 } spec || spec.HolderIdentity == identity)
        {
            return true;
        }

        var now = (spec.HolderIdentity, spec.AcquireTime, spec.RenewTime, spec.LeaseTransitions);
        if (_seen != now)
        {
            (_seen, _since) = (now, time.GetTimestamp());
        }

        return time.GetElapsedTime(_since) >= options.Respect(spec.LeaseDurationSeconds);
    }
}
