using System.Globalization;

namespace Signet.Load.Systems;

/// <summary>What the system knows of a process and of those that it started. Linux only.</summary>
internal sealed class ProcessUsage(int id)
{
    private const int TicksPerSecond = 100;

    // In /proc/ID/stat, counted from the field after the name in brackets.
    private const int ParentField = 1;
    private const int UserTimeField = 11;
    private const int SystemTimeField = 12;

    private readonly int[] _ids = [id, .. ChildrenOf(id)];

    /// <summary>User and system time together, to a hundredth of a second.</summary>
    public TimeSpan ProcessorTime()
    {
        var ticks = _ids.Sum(process => Stat(process) is { } stat ? Number(stat[UserTimeField]) + Number(stat[SystemTimeField]) : 0);
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    /// <summary>Resident memory in MiB.</summary>
    public double ResidentMegabytes() => StatusMegabytes("VmRSS:");

    /// <summary>The most resident memory that there ever was, in MiB.</summary>
    public double PeakMegabytes() => StatusMegabytes("VmHWM:");

    private static IEnumerable<int> ChildrenOf(int parent) =>
        from directory in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(directory)
        where name.All(char.IsAsciiDigit)
        let process = int.Parse(name, CultureInfo.InvariantCulture)
        where Stat(process) is { } stat && Number(stat[ParentField]) == parent
        select process;

    private static string[]? Stat(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It has ended.
            return null;
        }
    }

    private double StatusMegabytes(string name) => _ids.Sum(process =>
        File.ReadLines($"/proc/{process}/status").Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => Number(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim()))) / 1_024.0;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
