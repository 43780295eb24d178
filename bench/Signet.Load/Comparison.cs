using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Signet.Ledger.Receipts;
using Signet.Load.Client;
using Signet.Load.Reports;
using Signet.Load.Scenarios;
using Signet.Load.Systems;

namespace Signet.Load;

/// <summary>Measures every system in every scenario, side by side, and says what came of it.</summary>
internal static class Comparison
{
    private static readonly TimeSpan SoakInterval = TimeSpan.FromSeconds(10);

    /// <summary>A shorter soak is looked at so often all the same: its last quarter is compared with its second.</summary>
    private const int LeastSamples = 4;

    public static async Task RunAsync(LoadOptions options)
    {
        var results = new Results();
        var conditions = await ConditionsAsync(options);
        await using var systems = await SystemSet.StartAsync(options.ServerGc);
        foreach (var scenario in options.Scenarios)
        {
            await MeasureAsync(scenario, systems, options, results);
        }

        if (options.Soak > TimeSpan.Zero)
        {
            results.Soak = await SoakAsync(systems, options);
        }

        foreach (var system in systems.Running)
        {
            results.Memory[system.Name] = (system.Usage.ResidentMegabytes(), system.Usage.PeakMegabytes());
        }

        var report = Report.Write(results, conditions);
        Console.Write(report);
        if (options.Out is { } file)
        {
            await File.WriteAllTextAsync(file, report);
        }
    }

    private static async Task MeasureAsync(Scenario scenario, SystemSet systems, LoadOptions options, Results results)
    {
        List<SystemUnderTest> measured = [];
        foreach (var name in scenario.Systems.Where(name => options.Systems?.Contains(name) != false))
        {
            if (await systems.FindAsync(name) is not { } system)
            {
                await Console.Error.WriteLineAsync($"{name} is not installed: left out.");
                continue;
            }

            await RequireAnswerAsync(system, scenario);
            await LoadRun.MeasureAsync(system, scenario, options.FirstWarmUp, TimeSpan.Zero);
            measured.Add(system);
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            // Every other round runs backwards, so that none always has the same one before it.
            foreach (var system in round % 2 == 0 ? Enumerable.Reverse(measured) : measured)
            {
                var measurement = await LoadRun.MeasureAsync(system, scenario, options.WarmUp, options.Duration);
                results.Add(scenario, system.Name, measurement);
                await Console.Error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{scenario.Name} {round}/{options.Rounds} {system.Name}: {measurement.PerSecond:N0}/s"));
            }
        }
    }

    /// <summary>The answer is the upstream's, and from a gateway comes with its receipt: nothing is measured that isn't done.</summary>
    private static async Task RequireAnswerAsync(SystemUnderTest system, Scenario scenario)
    {
        var answer = Encoding.ASCII.GetString(
            await LoadConnection.AskAsync(system.Address, Payloads.Request(scenario.Kind), scenario.IsStream));
        var gated = SystemNames.IsGateway(system.Name);
        if (!answer.Contains("cactus", StringComparison.Ordinal)
            || gated != answer.Contains(PromiseReceipt.HeaderName, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"{system.Name} does not answer as it should:\n{answer}");
        }
    }

    private static async Task<Soak> SoakAsync(SystemSet systems, LoadOptions options)
    {
        var gateway = (await systems.FindAsync(SystemNames.Gateway))!;
        List<double> samples = [];
        var interval = options.Soak / LeastSamples < SoakInterval ? options.Soak / LeastSamples : SoakInterval;
        var count = (int)(options.Soak / interval);
        for (var i = 0; i < count; i++)
        {
            await LoadRun.LoadAsync(gateway, Scenario.Soak, interval);
            samples.Add(gateway.Usage.ResidentMegabytes());
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"soak {i + 1}/{count}: {samples[^1]:N0} MiB"));
        }

        return new Soak(samples, interval);
    }

    /// <summary>With how busy the machine was before: who reads the numbers has to know.</summary>
    private static async Task<string> ConditionsAsync(LoadOptions options)
    {
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Rounds} rounds of {options.Duration.TotalSeconds:0.#} s each, {Environment.ProcessorCount} processors (load before the run: {load}), "
                + $"{RuntimeInformation.FrameworkDescription}, {(options.ServerGc ? "server" : "workstation")} collector.");
    }
}
