namespace Signet.Anchorer;

/// <summary>What came of asking one authority.</summary>
public enum TsaResult
{
    /// <summary>A token that passed every check.</summary>
    Accepted,

    /// <summary>An answer that failed a check.</summary>
    Refused,

    /// <summary>An HTTP answer that is no RFC 3161 answer: status, media type or size.</summary>
    NoAnswer,

    /// <summary>No complete answer in time.</summary>
    TimedOut,

    /// <summary>No connection, or a broken one.</summary>
    Unreachable,

    /// <summary>HTTP 429: it was asked too often.</summary>
    Limited,

    /// <summary>It was not asked: too soon after the last request, or it failed too often in a row.</summary>
    Held,
}
