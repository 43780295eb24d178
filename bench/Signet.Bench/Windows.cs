using Signet.Ledger.Segments;
using Signet.Ledger.Verification;

namespace Signet.Bench;

/// <summary>Segments by the windows in which the verifier reads a store and pushes them into a walk.</summary>
internal static class Windows
{
    private const int WindowOctets = 1024 * 1024;
    private const int WindowSegments = 256;

    /// <summary>Copies each segment, as reading it from a store does: the builder may take its room again.</summary>
    public static IEnumerable<IReadOnlyList<StoredSegment>> Of(IEnumerable<SealedSegment> segments)
    {
        var (window, octets) = (new List<StoredSegment>(), 0);
        foreach (var segment in segments)
        {
            window.Add(new StoredSegment(segment.Segment, segment.Octets.ToArray()));
            octets += segment.Octets.Length;
            if (octets >= WindowOctets || window.Count == WindowSegments)
            {
                yield return window;
                (window, octets) = ([], 0);
            }
        }

        if (window.Count > 0)
        {
            yield return window;
        }
    }
}
