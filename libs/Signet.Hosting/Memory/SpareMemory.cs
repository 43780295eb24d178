using System.Runtime;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Signet.Hosting.Memory;

/// <summary>
/// Gives memory back that nobody uses: the holes that making a policy's tables leaves among large objects, which are closed once, before
/// requests come; and, again and again, what the C library keeps of what the compiler of .NET has freed, since code is compiled anew as long
/// as its use changes. Neither the collector nor the library does so by itself on a machine that has memory to spare. For a process of its
/// own: the collection stops every thread.
/// </summary>
/// <param name="time">Tells when to give back again.</param>
public sealed partial class SpareMemory(TimeProvider time) : BackgroundService
{
    /// <summary>How long what the C library keeps may lie unused.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var timer = new PeriodicTimer(Interval, time);
        while (TryTrim() && await timer.WaitForNextTickAsync(stoppingToken))
        {
        }
    }

    /// <summary>False where the C library has no such call: glibc has.</summary>
    private static bool TryTrim()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            _ = Trim(0);
            return true;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>malloc_trim(3): the free pages of every arena go back to the system.</summary>
    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
