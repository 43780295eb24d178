using Signet.Auditor.Cluster;

namespace Signet.Auditor.Election;

/// <summary>The Lease of the cluster that several auditors of one log compete for, and its times.</summary>
public sealed class LeaseOptions
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestRetryPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>The Lease's name, a DNS subdomain of at most 253 characters. It is the log's alone.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace that it is in, a DNS label of at most 63 characters.</summary>
    public required string Namespace { get; init; }

    /// <summary>
    /// After how long without a renewal another auditor takes over: whole seconds, 1 s to 10 min, and more than <see cref="RenewDeadline"/>. The
    /// default is 15 s.
    /// </summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After how long without a renewal the holder stops writing: more than <see cref="RetryPeriod"/>. The default is 10 s. What lies between it
    /// and <see cref="Duration"/> is for clocks that run at different speeds.
    /// </summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the holder renews: 100 ms or more. The default is 2 s. Who waits looks four times as often.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often who waits looks: so much later than it could a take-over may come.</summary>
    internal TimeSpan WatchPeriod => RetryPeriod / 4;

    /// <summary>How long an API server has for one attempt: two fit into the renew deadline.</summary>
    internal TimeSpan AttemptTimeout => RenewDeadline / 2;

    internal void Validate()
    {
        if (!KubernetesNames.IsSubdomain(Name) || !KubernetesNames.IsLabel(Namespace))
        {
            throw new ArgumentException("A Lease and its namespace are named as Kubernetes names things.");
        }

        if (Duration < TimeSpan.FromSeconds(1) || Duration > LongestDuration || Duration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentException("A lease lasts 1 s to 10 min, in whole seconds.");
        }

        if (RetryPeriod < ShortestRetryPeriod || RetryPeriod >= RenewDeadline || RenewDeadline >= Duration)
        {
            throw new ArgumentException("A lease lasts longer than its renew deadline, and that longer than the retry period, which is 100 ms or more.");
        }
    }

    /// <summary>How long a lease that says so of itself is respected. A nonsensical one can't keep everybody out.</summary>
    internal TimeSpan Respect(int? seconds) => seconds is > 0 and var given && TimeSpan.FromSeconds(given) <= LongestDuration
        ? TimeSpan.FromSeconds(given)
        : Duration;
}
