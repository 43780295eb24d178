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
            Console.WriteLine(
                $"{measurement.PerSecond:N0}/s, {measurement.Processor.TotalMicroseconds / measurement.Samples.Count:N1} µs and "
                + $"{measurement.AllocatedBytes / Math.Max(1, measurement.Samples.Count):N0} octets allocated for an answer");
        }
        else
        {
            Console.WriteLine("Enter ends it.");
            await Console.In.ReadLineAsync();
        }
    }
}
