namespace Signet.Gateway.Cluster.Policies;

/// <summary>How long a gateway waits for what.</summary>
internal sealed record CommitPolicyTimes
{
    public static CommitPolicyTimes Default { get; } = new();

    /// <summary>How long a start may wait for a policy that can be used.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait after a first failure, and behind each watch, however it ended.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait that failures grow to.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a watch is asked for.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A watch that lasts so long is no failure, and the next wait begins with the shortest.</summary>
    public TimeSpan Settled { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a gateway renews its entry in the status.</summary>
    public TimeSpan Renew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>An entry that hasn't changed for so long is taken away by whoever sees it.</summary>
    public TimeSpan Stale { get; init; } = TimeSpan.FromMinutes(16);

    /// <summary>The least between two looks at the status: what many gateways write at once costs each of them one look.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a gateway that stops has to take away its entry.</summary>
    public TimeSpan Farewell { get; init; } = TimeSpan.FromSeconds(2);
}
