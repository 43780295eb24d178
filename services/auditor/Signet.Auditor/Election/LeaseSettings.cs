namespace Signet.Auditor.Election;

/// <summary>How an auditor is told of the Lease: the section <c>Auditor:Lease</c>.</summary>
public sealed class LeaseSettings
{
    /// <summary>The Lease's name; empty, the default, when this is the log's only auditor.</summary>
    public string Name { get; set; } = "";

    /// <summary>The namespace that it is in; empty, the default, for the auditor's own.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>After how long without a renewal another takes over. The default is 15 s.</summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long without a renewal the holder stops writing. The default is 10 s.</summary>
    public TimeSpan RenewDeadline { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the holder renews. The default is 2 s.</summary>
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The options of the module.</summary>
    /// <param name="ownNamespace">The auditor's own namespace.</param>
    public LeaseOptions ToOptions(string? ownNamespace) => new()
    {
        Name = Name,
        Namespace = Namespace.Length > 0 ? Namespace : ownNamespace ?? "",
        Duration = Duration,
        RenewDeadline = RenewDeadline,
        RetryPeriod = RetryPeriod,
    };
}
