using System.Globalization;
using Signet.Bench.Commits;
using Signet.Load.Brokers;

namespace Signet.Bench.Sidecar;

/// <summary>
/// <c>sidecar [seconds]</c>: events a second by the tests' stand-in for a Dapr sidecar and Redis, with signet at both ends, beside what the same two
/// take of the same payloads from a client that does nothing else.
/// </summary>
internal static class SidecarCommand
{
    private static readonly (int Batch, int InFlight)[] Bare = [(1, 1), (16, 1), (128, 1), (128, 4)];
    private static readonly int[] Callers = [1, 32, 128];

    public static async Task<int> RunAsync(string[] args)
    {
        var time = TimeSpan.FromSeconds(args is [var seconds] ? int.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture) : 5);
        if (!LocalBroker.IsInstalled)
        {
            await Console.Error.WriteLineAsync("redis-server is not installed.");
            return 2;
        }

        var directory = Directory.CreateTempSubdirectory("signet-bench-");
        var rows = 0;
        Console.WriteLine(CommitLoad.Head);
        foreach (var (batch, inFlight) in Bare)
        {
            await using var broker = await LocalBroker.StartAsync(Fresh());
            Console.WriteLine(await BareLoad.RunAsync("sidecar alone, published", broker, batch, inFlight, time));
        }

        await using (var app = await TakingApp.StartAsync())
        await using (var broker = await LocalBroker.StartAsync(Fresh(), (app.Port, TakingApp.Token)))
        {
            Console.WriteLine(await BareLoad.RunAsync("sidecar alone, published and taken", broker, 128, 1, time));
        }

        foreach (var callers in Callers)
        {
            await using var path = await BrokerPath.StartAsync(Fresh());
            Console.WriteLine(await CommitLoad.RunAsync("publisher, sidecar", path, callers, time));
        }

        foreach (var callers in Callers)
        {
            await using var path = await AuditedBrokerPath.StartAsync(Fresh());
            Console.WriteLine(await CommitLoad.RunAsync("publisher, sidecar, auditor with a directory", path, callers, time));
        }

        directory.Delete(recursive: true);
        return 0;

        string Fresh() => Path.Combine(directory.FullName, $"{rows++}");
    }
}
