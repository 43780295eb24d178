using System.Diagnostics;

namespace Signet.Bench.Adversarial;

/// <summary>What one run takes: the least time of several, and what it allocates on its thread.</summary>
internal readonly record struct Cost(double Microseconds, long AllocatedOctets)
{
    private const int MaxRuns = 50;

    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(30);

    public static async Task<Cost> MeasureAsync(CheckUnderTest check, string text)
    {
        var call = check.CallWith(text);
        var (least, allocated) = (double.MaxValue, 0L);
        var began = Stopwatch.GetTimestamp();
        for (var run = 0; run < MaxRuns && (run < 3 || Stopwatch.GetElapsedTime(began) < Enough); run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            await check.RunAsync(text, call);
            var time = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            least = Math.Min(least, time);
        }

        return new Cost(least, allocated);
    }
}
