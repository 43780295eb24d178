namespace Signet.Anchorer;

/// <summary>What the anchorer does, when, and whom it asks.</summary>
public sealed record AnchorerOptions
{
    /// <summary>The authorities, all asked in every round; at least one, no name twice.</summary>
    public required IReadOnlyList<TsaEndpoint> Tsas { get; init; }

    /// <summary>How many valid tokens a round needs to be chained: 1 (the default) to the number of authorities.</summary>
    public int Required { get; init; } = 1;

    /// <summary>The least time between two rounds that were chained: 1 s to 24 h. The default is 10 minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long to let entries gather once a checkpoint is due: 100 ms to 1 h. The default is 5 s.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one authority may take for its whole answer: 100 ms to 5 minutes. The default is 10 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the auditor may take to answer or to chain a round: 100 ms to 5 minutes. The default is 30 s.</summary>
    public TimeSpan LogTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait after the first failed round, doubled with each further one: 100 ms to 1 h. The default is 5 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait after a failed round: <see cref="RetryDelay"/> to 24 h. The default is 5 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the last attempt at shutdown may take in all: 0 (none is made) to 5 minutes. The default is 12 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Refuses what can't work.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(Tsas);
        Require(Tsas.Count > 0, "The anchorer needs at least one time-stamping authority.");
        Require(
            Tsas.Select(tsa => tsa.Trust.Name).Distinct(StringComparer.Ordinal).Count() == Tsas.Count,
            "Two time-stamping authorities have one name.");
        Require(
            Tsas.All(tsa => tsa.Url is { IsAbsoluteUri: true, UserInfo: "", Scheme: "http" or "https" }),
            "The address of a time-stamping authority is absolute, http or https, and without user information.");
        Require(Required >= 1 && Required <= Tsas.Count, "The required number of tokens is from 1 to the number of authorities.");

        TimeSpan least = TimeSpan.FromMilliseconds(100);
        TimeSpan fiveMinutes = TimeSpan.FromMinutes(5);
        RequireRange(Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), nameof(Interval));
        RequireRange(QuietTime, least, TimeSpan.FromHours(1), nameof(QuietTime));
        RequireRange(RequestTimeout, least, fiveMinutes, nameof(RequestTimeout));
        RequireRange(LogTimeout, least, fiveMinutes, nameof(LogTimeout));
        RequireRange(RetryDelay, least, TimeSpan.FromHours(1), nameof(RetryDelay));
        RequireRange(MaxRetryDelay, RetryDelay, TimeSpan.FromHours(24), nameof(MaxRetryDelay));
        RequireRange(ShutdownTimeout, TimeSpan.Zero, fiveMinutes, nameof(ShutdownTimeout));
    }

    private static void RequireRange(TimeSpan value, TimeSpan least, TimeSpan most, string name) =>
        Require(value >= least && value <= most, $"{name} is from {least:c} to {most:c}.");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
