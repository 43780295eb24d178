namespace Signet.Ledger.Segments;

/// <summary>The greatest sizes of a segment (format 1, section 4).</summary>
public static class SegmentLimits
{
    /// <summary>The most entries, the seal counted.</summary>
    public const int MaxEntries = 65_536;

    /// <summary>The most octets: 64 MiB.</summary>
    public const int MaxOctets = 64 * 1024 * 1024;
}
