using System.Globalization;
using Signet.Storage;
using Signet.Storage.Directories;
using Signet.Storage.Memory;

namespace Signet.Bench.Sequencing;

/// <summary>
/// <c>sequencing [seconds]</c>: how many events of a kilobyte one auditor turns into stored entries in a second, beside one HMAC-SHA256 an
/// entry, which nothing that chains can be quicker than; with and without the check of their signatures.
/// </summary>
internal static class SequencingCommand
{
    private static readonly int[] Batches = [1, 16, 64, 256];

    public static async Task<int> RunAsync(string[] args)
    {
        var time = TimeSpan.FromSeconds(args is [var seconds] ? int.Parse(seconds, NumberStyles.None, CultureInfo.InvariantCulture) : 10);
        var hmac = HmacLoad.Run(TimeSpan.FromSeconds(2));
        Console.WriteLine(SequencingLoad.Head);
        Console.WriteLine(SequencingLoad.Row("one HMAC-SHA256 an entry", 1, hmac, hmac, 1e6 / hmac, 0, 0, 0));
        using var events = await SequencingEvents.CreateAsync();
        Console.WriteLine(await SequencingLoad.RunAsync("checked before, memory", events, isChecked: true, 256, time, hmac, _ => new MemoryStore()));

        // Removed at the end only: ext4 passes over inodes that were freed lately, one by one, and the next row would pay for that.
        var directory = Directory.CreateTempSubdirectory("signet-bench-");
        try
        {
            var disk = DiskLoad.Run(Path.Combine(directory.FullName, "disk"), TimeSpan.FromSeconds(5));
            Console.WriteLine(await SequencingLoad.RunAsync("checked before, directory", events, isChecked: true, 256, time, hmac, Open("before")));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| the disk alone, files of 16 MiB | - | - | - | - | - | - | {disk / 1e6:n0} |"));
            foreach (var batch in Batches)
            {
                Console.WriteLine(await SequencingLoad.RunAsync(
                    "with the check, directory", events, isChecked: false, batch, time / 2, hmac, Open($"check-{batch}")));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        return 0;

        Func<int, ISegmentStore> Open(string name) => round => DirectoryStore.Open(Path.Combine(directory.FullName, $"{name}-{round}"));
    }
}
