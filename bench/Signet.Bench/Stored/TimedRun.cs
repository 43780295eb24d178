using System.Diagnostics;

namespace Signet.Bench.Stored;

/// <summary>Something done in turns with others, of which the median counts: how long it took, and the processor time of this process.</summary>
internal sealed class TimedRun(string name, Func<Task> run)
{
    private readonly List<double> _seconds = [];
    private readonly List<double> _cpuSeconds = [];

    public string Name => name;

    public double Seconds => Median(_seconds);

    public double CpuSeconds => Median(_cpuSeconds);

    public async Task RunAsync(bool counts)
    {
        var (began, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await run();
        if (counts)
        {
            _seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            _cpuSeconds.Add((Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
