using Signet.Ledger;

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

    /// <summary>Up to how long each request of a round is put off at random: 0 (the default) to 1 minute.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>After how many failures in a row an authority is left alone for a while: 1 to 100. The default is 3.</summary>
    public int CircuitFailures { get; init; } = 3;

    /// <summary>For how long at first, doubled with each further failure: 100 ms to 1 h. The default is 1 minute.</summary>
    public TimeSpan CircuitTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long at most: <see cref="CircuitTime"/> to 24 h. The default is 30 minutes.</summary>
    public TimeSpan MaxCircuitTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How often the lag and a change of the log's writer are looked for: 1 s to 10 minutes. The default is 15 s.</summary>
    public TimeSpan WatchInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Beyond which lag health says "degraded": 1 minute to 365 days. The default is 1 h.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The witnesses that checkpoints are taken to; none by default, no name twice.</summary>
    public IReadOnlyList<WitnessEndpoint> Witnesses { get; init; } = [];

    /// <summary>How often a new checkpoint is taken to each witness: 1 s to 24 h. The default is 1 minute.</summary>
    public TimeSpan WitnessInterval { get; init; } = TimeSpan.FromMinutes(1);

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
            Tsas.All(tsa => IsAddress(tsa.Url)),
            "The address of a time-stamping authority is absolute, http or https, and without user information.");
        Require(
            Witnesses.All(witness => IsAddress(witness.Url) && witness.Url.Query.Length == 0 && witness.Url.Fragment.Length == 0),
            "The address of a witness is absolute, http or https, and without user information, query and fragment.");
        Require(
            Witnesses.All(witness => LedgerText.IsIdentifier(witness.Name))
            && Witnesses.Select(witness => witness.Name).Distinct(StringComparer.Ordinal).Count() == Witnesses.Count,
            "A witness's name is of the form [a-z0-9][a-z0-9.-]{0,127}, and no other's.");
        RequireRange(WitnessInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), nameof(WitnessInterval));
        Require(Required >= 1 && Required <= Tsas.Count, "The required number of tokens is from 1 to the number of authorities.");

        TimeSpan least = TimeSpan.FromMilliseconds(100);
        TimeSpan fiveMinutes = TimeSpan.FromMinutes(5);
        RequireRange(Interval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), nameof(Interval));
        RequireRange(QuietTime, least, TimeSpan.FromHours(1), nameof(QuietTime));
        RequireRange(RequestTimeout, least, fiveMinutes, nameof(RequestTimeout));
        RequireRange(LogTimeout, least, fiveMinutes, nameof(LogTimeout));
        RequireRange(RetryDelay, least, TimeSpan.FromHours(1), nameof(RetryDelay));
        RequireRange(MaxRetryDelay, RetryDelay, TimeSpan.FromHours(24), nameof(MaxRetryDelay));
        RequireRange(Spread, TimeSpan.Zero, TimeSpan.FromMinutes(1), nameof(Spread));
        RequireRange(CircuitTime, least, TimeSpan.FromHours(1), nameof(CircuitTime));
        RequireRange(MaxCircuitTime, CircuitTime, TimeSpan.FromHours(24), nameof(MaxCircuitTime));
        RequireRange(WatchInterval, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(WatchInterval));
        RequireRange(MaxLag, TimeSpan.FromMinutes(1), TimeSpan.FromDays(365), nameof(MaxLag));
        Require(CircuitFailures is >= 1 and <= 100, $"{nameof(CircuitFailures)} is from 1 to 100.");
        Require(
            Tsas.All(tsa => tsa.Spacing >= TimeSpan.Zero && tsa.Spacing <= TimeSpan.FromHours(1)),
            "The time between two requests to an authority is from 0 to 1 h.");
        RequireRange(ShutdownTimeout, TimeSpan.Zero, fiveMinutes, nameof(ShutdownTimeout));
    }

    private static bool IsAddress(Uri url) => url is { IsAbsoluteUri: true, UserInfo: "", Scheme: "http" or "https" };

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
