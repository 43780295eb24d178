using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using Signet.Hosting.Memory;
using Xunit;

namespace Signet.Hosting.Tests.Memory;

/// <summary>Memory that nobody uses, as the system counts it.</summary>
[Collection(nameof(SpareMemoryTests))]
[CollectionDefinition(nameof(SpareMemoryTests), DisableParallelization = true)]
public sealed class SpareMemoryTests
{
    private const int Blocks = 600;

    // Less than what glibc maps by itself, and so gives back by itself.
    private const int BlockOctets = 100 << 10;

    [Fact(Timeout = 60_000)]
    public async Task Start_HolesAmongLargeObjects_AreClosed()
    {
        var kept = LargeObjectsWithHoles();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        var before = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo[3].FragmentationAfterBytes;
        var collections = GC.CollectionCount(GC.MaxGeneration);

        using var spare = new SpareMemory(new FakeTimeProvider());
        await spare.StartAsync(TestContext.Current.CancellationToken);
        while (GC.CollectionCount(GC.MaxGeneration) == collections)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await spare.StopAsync(TestContext.Current.CancellationToken);
        var after = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo[3].FragmentationAfterBytes;
        GC.KeepAlive(kept);
        Assert.InRange(before, Blocks / 3 * BlockOctets, long.MaxValue);
        Assert.InRange(after, 0, before / 4);
    }

    [Fact(Timeout = 60_000)]
    public async Task Interval_WhatTheLibraryKeeps_GoesBackToTheSystem()
    {
        var time = new FakeTimeProvider();
        using var spare = new SpareMemory(time);
        await spare.StartAsync(TestContext.Current.CancellationToken);
        var pin = FreeBelow();
        try
        {
            var full = ResidentOctets();
            while (full - ResidentOctets() < Blocks / 2 * BlockOctets)
            {
                time.Advance(SpareMemory.Interval);
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            Free(pin);
            await spare.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    private static byte[]?[] LargeObjectsWithHoles()
    {
        var objects = new byte[]?[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            objects[i] = new byte[BlockOctets];
        }

        for (var i = 0; i < Blocks; i += 2)
        {
            objects[i] = null;
        }

        return objects;
    }

    /// <summary>Free memory that the library can't give back by itself, because something stands above it.</summary>
    private static nint FreeBelow()
    {
        var blocks = new nint[Blocks];
        for (var i = 0; i < Blocks; i++)
        {
            blocks[i] = Marshal.AllocHGlobal(BlockOctets);
            for (var page = 0; page < BlockOctets; page += 4096)
            {
                Marshal.WriteByte(blocks[i], page, 1);
            }
        }

        var pin = Marshal.AllocHGlobal(BlockOctets);
        Array.ForEach(blocks, Free);
        return pin;
    }

    private static void Free(nint block) => Marshal.FreeHGlobal(block);

    private static long ResidentOctets() =>
        long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
