using System.Globalization;

namespace Signet.Ledger.Segments;

/// <summary>Where segments stand in a store (format 1, section 4).</summary>
public static class SegmentName
{
    /// <summary>The object of a segment: <c>log/{log_id}/seg/{s:020d}.ndjson</c>.</summary>
    public static string Of(string logId, long segment) =>
        string.Create(CultureInfo.InvariantCulture, $"log/{logId}/seg/{segment:d20}.ndjson");
}
