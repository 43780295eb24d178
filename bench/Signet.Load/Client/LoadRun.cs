using System.Diagnostics;
using Signet.Load.Scenarios;
using Signet.Load.Systems;

namespace Signet.Load.Client;

/// <summary>Loads one system in a closed loop: warms up, measures, ends.</summary>
internal static class LoadRun
{
    /// <summary>
    /// Has sockets continue where their events arrive, on one thread: the harness shares two cores with what it measures. Set before
    /// the first socket; the systems under test don't inherit it.
    /// </summary>
    public static readonly string[] ClientSettings = ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT"];

    /// <summary>How long the last answers may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<Measurement> MeasureAsync(SystemUnderTest system, Scenario scenario, TimeSpan warmUp, TimeSpan duration)
    {
        var phase = new LoadPhase();
        var connections = Connect(system, scenario);
        try
        {
            var running = RunAsync(connections, scenario, phase);
            await DelayAsync(running, warmUp);
            var counts = await system.CountAsync();
            var processor = system.Usage.ProcessorTime();
            var began = Stopwatch.GetTimestamp();
            phase.IsMeasuring = true;
            await DelayAsync(running, duration);
            phase.IsMeasuring = false;
            var elapsed = Stopwatch.GetElapsedTime(began);
            processor = system.Usage.ProcessorTime() - processor;
            counts = await system.CountAsync() - counts;
            phase.End();
            await running.WaitAsync(Patience);
            var samples = new Samples();
            foreach (var connection in connections)
            {
                samples.Add(connection.Samples);
            }

            samples.Sort();
            return new Measurement(samples, elapsed, processor, counts);
        }
        finally
        {
            phase.End();
            foreach (var connection in connections)
            {
                connection.Dispose();
            }
        }
    }

    /// <summary>Loads one system in several ways at once, over new connections, and measures nothing.</summary>
    public static async Task LoadAsync(SystemUnderTest system, IEnumerable<Scenario> scenarios, TimeSpan duration)
    {
        var phase = new LoadPhase();
        (Scenario Scenario, LoadConnection[] Connections)[] loads = [.. scenarios.Select(scenario => (scenario, Connect(system, scenario)))];
        try
        {
            var running = Task.WhenAll(loads.Select(load => RunAsync(load.Connections, load.Scenario, phase)));
            await DelayAsync(running, duration);
            phase.End();
            await running.WaitAsync(Patience);
        }
        finally
        {
            phase.End();
            foreach (var connection in loads.SelectMany(load => load.Connections))
            {
                connection.Dispose();
            }
        }
    }

    private static LoadConnection[] Connect(SystemUnderTest system, Scenario scenario)
    {
        var request = Payloads.Request(scenario.Kind);
        return [.. Enumerable.Range(0, scenario.Connections).Select(_ => new LoadConnection(system.Address, request, scenario.IsStream))];
    }

    private static Task RunAsync(IEnumerable<LoadConnection> connections, Scenario scenario, LoadPhase phase) =>
        Task.WhenAll(connections.Select((connection, i) => connection.RunAsync(phase, scenario.Stagger * i)));

    /// <summary>A connection that fails ends the wait and the run.</summary>
    private static async Task DelayAsync(Task running, TimeSpan time)
    {
        if (await Task.WhenAny(running, Task.Delay(time)) == running)
        {
            await running;
        }
    }
}
