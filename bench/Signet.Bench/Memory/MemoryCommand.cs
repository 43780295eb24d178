using System.Diagnostics;
using System.Globalization;

namespace Signet.Bench.Memory;

/// <summary>
/// <c>memory [entries]</c>: the memory that verifying a log takes, by the length of the log. Without a length it runs once for each of
/// three, each in a process of its own, so that the peaks are that length's.
/// </summary>
internal static class MemoryCommand
{
    private static readonly int[] Lengths = [100_000, 1_000_000, 10_000_000];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [var length])
        {
            Console.WriteLine(await MemoryRun.RunAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture)));
            return 0;
        }

        Console.WriteLine(MemoryRun.Head);
        foreach (var entries in Lengths)
        {
            using var child = Process.Start(Self.StartInfo(["memory", entries.ToString(CultureInfo.InvariantCulture)]))!;
            await child.WaitForExitAsync();
            if (child.ExitCode != 0)
            {
                return child.ExitCode;
            }
        }

        return 0;
    }
}
