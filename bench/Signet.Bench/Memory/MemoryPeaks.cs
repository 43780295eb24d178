using System.Diagnostics;

namespace Signet.Bench.Memory;

/// <summary>
/// The most memory that the process has had, in megabytes. The system keeps the working set's peak; the managed heap's, with what the
/// collector hasn't yet taken back, is the largest of looks a few milliseconds apart.
/// </summary>
internal sealed class MemoryPeaks : IDisposable
{
    private readonly Timer _timer;
    private long _heap;

    public MemoryPeaks() => _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));

    /// <summary>The working set when this began.</summary>
    public long WorkingSetBefore { get; } = Megabytes(Environment.WorkingSet);

    public long Heap => Megabytes(Interlocked.Read(ref _heap));

    public long WorkingSet
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return Megabytes(process.PeakWorkingSet64);
        }
    }

    public void Dispose() => _timer.Dispose();

    private static long Megabytes(long octets) => (octets + 500_000) / 1_000_000;

    private void Look()
    {
        var heap = GC.GetTotalMemory(forceFullCollection: false);
        long known;
        while (heap > (known = Interlocked.Read(ref _heap)) && Interlocked.CompareExchange(ref _heap, heap, known) != known)
        {
        }
    }
}
