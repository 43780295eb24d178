namespace Signet.Bench.Requests;

/// <summary>What is asked for.</summary>
internal enum RequestKind
{
    /// <summary>An answer of 1 KB.</summary>
    Unary,

    /// <summary>A stream of 64 events, there at once.</summary>
    Stream,
}
