namespace Signet.Auditor.Recovery;

/// <summary>The stored log isn't one that this auditor can continue. An operator has to look at it; nothing is written to it.</summary>
internal sealed class LogDamagedException : Exception
{
    internal LogDamagedException(long segment, string fault)
        : base($"Segment {segment} of the log can't be continued: {fault}.") => Segment = segment;

    /// <summary>The segment in doubt.</summary>
    public long Segment { get; }
}
