using System.Diagnostics;

namespace Signet.Bench.Admission;

/// <summary>What one run takes: the least and the median of many short rounds, and what it allocates on its thread.</summary>
internal readonly record struct Rounds(double Least, double Median, long Allocated)
{
    private const int Count = 60;

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Warmup = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(150);

    /// <summary>In microseconds. A machine that others use disturbs rounds; the least of them is hardly disturbed.</summary>
    public static async Task<Rounds> MeasureAsync(Action run)
    {
        var each = TimeSpan.Zero;
        for (var phase = 0; phase < 3; phase++)
        {
            var began = Stopwatch.GetTimestamp();
            var warm = 0;
            while (warm < 30 || Stopwatch.GetElapsedTime(began) < Warmup)
            {
                run();
                warm++;
            }

            each = Stopwatch.GetElapsedTime(began) / warm;

            // The compiler improves code on another thread, which gets no processor while others are busy.
            await Task.Delay(Rest, TimeProvider.System);
        }

        var runs = Math.Max(1, (int)(Round / each));
        List<double> times = [];
        for (var round = 0; round < Count; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < runs; i++)
            {
                run();
            }

            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / runs);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        times.Sort();
        return new Rounds(times[0], times[Count / 2], allocated);
    }
}
