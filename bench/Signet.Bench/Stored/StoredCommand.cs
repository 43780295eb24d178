using System.Diagnostics;
using System.Globalization;
using Signet.Bench.Memory;
using Signet.Storage.Directories;
using Signet.Verifier;

namespace Signet.Bench.Stored;

/// <summary>
/// <c>stored [entries...]</c>: the memory that the whole verifier takes over a log in a directory, by the length of the log; 10^5, 10^6 and 10^7
/// entries of about 410 octets unless said otherwise. Each log is written, and verified by a process of its own, and deleted.
/// </summary>
internal static class StoredCommand
{
    private static readonly int[] Lengths = [100_000, 1_000_000, 10_000_000];

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["verify", var path, var count])
        {
            return await VerifyAsync(path, Number(count));
        }

        Console.WriteLine("| Entries | Octets | Seconds | MB/s | Entries/s | Peak GC heap (MB) | Peak working set (MB) |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var entries in args.Length > 0 ? args.Select(Number) : Lengths)
        {
            var directory = Directory.CreateTempSubdirectory("signet-bench-");
            try
            {
                await StoredLog.WriteAsync(DirectoryStore.Open(directory.FullName), entries, SampleEvents.Alive);
                using var child = Process.Start(Self.StartInfo(["stored", "verify", directory.FullName, entries.ToString(CultureInfo.InvariantCulture)]))!;
                await child.WaitForExitAsync();
                if (child.ExitCode != 0)
                {
                    return child.ExitCode;
                }
            }
            finally
            {
                directory.Delete(recursive: true);
            }
        }

        return 0;
    }

    private static async Task<int> VerifyAsync(string path, int entries)
    {
        using var peaks = new MemoryPeaks();
        var began = Stopwatch.GetTimestamp();
        var reader = DirectoryReader.Open(path);
        var octets = 0L;
        var progress = new Total(value => octets = value);
        Expect.Clean(
            await LogVerifier.WalkAsync(reader, reader, StoredLog.Trust, SampleEvents.Start, new WalkOptions { Progress = progress }, default), entries);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {entries:#,##0} | {octets:#,##0} | {seconds:0.0} | {octets / 1e6 / seconds:0} | {entries / seconds:#,##0} | {peaks.Heap} | {peaks.WorkingSet} |"));
        return 0;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private sealed class Total(Action<long> tell) : IProgress<VerificationProgress>
    {
        public void Report(VerificationProgress value) => tell(value.Octets);
    }
}
