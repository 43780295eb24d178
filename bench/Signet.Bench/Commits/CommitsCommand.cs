using System.Globalization;

namespace Signet.Bench.Commits;

/// <summary>
/// <c>commits [seconds]</c>: what recording an event costs between a gateway's decision and its acknowledgement, by how many wait at once,
/// beside one Ed25519 signature.
/// </summary>
internal static class CommitsCommand
{
    private static readonly int[] Callers = [1, 32, 128];

    public static async Task<int> RunAsync(string[] args)
    {
        var time = TimeSpan.FromSeconds(args is [var seconds] ? int.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture) : 5);
        Console.WriteLine(CommitLoad.Head);
        Console.WriteLine(SignatureLoad.Run(time));
        foreach (var callers in Callers)
        {
            await using var path = await PublisherPath.StartAsync();
            Console.WriteLine(await CommitLoad.RunAsync("publisher, transport in memory", path, callers, time));
        }

        // Removed at the end only: ext4 passes over inodes that were freed lately, one by one, and the next row would pay for that.
        var directory = Directory.CreateTempSubdirectory("signet-bench-");
        foreach (var callers in Callers)
        {
            await using var path = await DirectoryPath.StartAsync(Path.Combine(directory.FullName, $"{callers}"));
            Console.WriteLine(await CommitLoad.RunAsync("publisher, auditor, directory store", path, callers, time));
        }

        directory.Delete(recursive: true);
        return 0;
    }
}
