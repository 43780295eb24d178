using System.Globalization;

namespace Signet.Bench.Steady;

/// <summary>What was seen of the process's memory in a while, in megabytes.</summary>
internal sealed class MemoryRow
{
    private long _resident;
    private long _heap;
    private long _live = long.MaxValue;

    public void Look()
    {
        _resident = Math.Max(_resident, Environment.WorkingSet);
        _heap = Math.Max(_heap, GC.GetTotalMemory(forceFullCollection: false));
        _live = Math.Min(_live, GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes is > 0 and var full ? full : GC.GetGCMemoryInfo().HeapSizeBytes);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Megabytes(_resident)} | {Megabytes(_heap)} | {Megabytes(_live)}");

    private static long Megabytes(long octets) => (octets + 500_000) / 1_000_000;
}
