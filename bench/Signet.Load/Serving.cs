using Signet.Load.Client;
using Signet.Load.Systems;

namespace Signet.Load;

/// <summary>Starts one system and keeps it, under load or idle, so that a profiler can attach.</summary>
internal static class Serving
{
    public static async Task RunAsync(LoadOptions options)
    {
        await using var systems = await SystemSet.StartAsync(options.ServerGc);
        var system = await systems.FindAsync(options.Serve!) ?? throw new ArgumentException($"{options.Serve} is not installed.");
        Console.WriteLine($"{system.Name}: process {system.ProcessId}, http://{system.Address}");
        if (options.Scenarios is [var scenario, ..])
        {
            var measurement = await LoadRun.MeasureAsync(system, scenario, options.FirstWarmUp, options.Duration);
            var answers = Math.Max(1, measurement.Samples.Count);
            Console.WriteLine($"{measurement.PerSecond:N0}/s, {measurement.Processor.TotalMicroseconds / answers:N1} µs for an answer");
            if (measurement.Counts is { } counts)
            {
                Console.WriteLine(
                    $"{counts.AllocatedBytes / answers:N0} octets allocated for an answer, {counts.Collections} collections, "
                    + $"{(double)counts.Events / Math.Max(1, counts.Sends):N1} events in a batch");
            }
        }
        else
        {
            Console.WriteLine("Enter ends it.");
            await Console.In.ReadLineAsync();
        }
    }
}
