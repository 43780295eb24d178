namespace Signet.Anchorer;

/// <summary>When a duty that stands is acted on.</summary>
internal static class AnchorTrigger
{
    /// <summary>
    /// How long to wait: for entries to gather, and until the interval since the last chained round is over. Without a duty nothing is
    /// anchored however long ago the last round was: an anchor alone makes no duty, so anchoring doesn't feed on itself.
    /// </summary>
    public static TimeSpan Wait(AnchorerOptions options, TimeSpan? sinceChained)
    {
        TimeSpan rest = sinceChained is { } since ? options.Interval - since : TimeSpan.Zero;
        return rest > options.QuietTime ? rest : options.QuietTime;
    }
}
