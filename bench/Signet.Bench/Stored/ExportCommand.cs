using System.Diagnostics;
using System.Globalization;
using Signet.Storage.Directories;

namespace Signet.Bench.Stored;

/// <summary>
/// <c>export SIGNET [entries]</c>: the most memory that <c>signet audit export</c> has had, by the length of the log. SIGNET is the program,
/// which runs as users run it. Without a length, once for each of two; the logs are written first, entries of a kilobyte.
/// </summary>
internal static class ExportCommand
{
    private const string Peak = "VmHWM:";

    private static readonly int[] Lengths = [100_000, 1_000_000];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var signet, ..] || !OperatingSystem.IsLinux())
        {
            await Console.Error.WriteLineAsync("export SIGNET [entries], on Linux");
            return 2;
        }

        Console.WriteLine("| Entries | Store (MB) | Export (MB) | Seconds | Peak resident (MB) |\n|--:|--:|--:|--:|--:|");
        foreach (var entries in args.Length > 1 ? [int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture)] : Lengths)
        {
            var directory = Directory.CreateTempSubdirectory("signet-export-").FullName;
            try
            {
                Console.WriteLine(await RowAsync(signet, directory, entries));
            }
            finally
            {
                Directory.Delete(directory, recursive: true);
            }
        }

        return 0;
    }

    private static async Task<string> RowAsync(string signet, string directory, int entries)
    {
        var (store, output) = (Path.Combine(directory, "store"), Path.Combine(directory, "export.jsonl"));
        await StoredLog.WriteAsync(DirectoryStore.Open(store), entries, SampleEvents.Kilobyte);
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(signet, ["audit", "export", store, "--out", output]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(Pause));
        }

        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var written = File.Exists(output) ? File.ReadLines(output).Count() : 0;
        if (process.ExitCode != 0 || written < entries)
        {
            throw new InvalidOperationException($"{written} of {entries} entries were exported. {await said}");
        }

        var stored = Directory.EnumerateFiles(store, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {entries:#,##0} | {stored / 1e6:F0} | {new FileInfo(output).Length / 1e6:F0} | {seconds:F1} | {peak / 1e6:F0} |");
    }

    /// <summary>What the kernel keeps as the largest resident size, in octets; 0 once the process is gone.</summary>
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(Peak, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1_024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
