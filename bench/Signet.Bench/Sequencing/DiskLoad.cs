using System.Diagnostics;
using System.Security.Cryptography;

namespace Signet.Bench.Sequencing;

/// <summary>What the disk takes of anybody: files as large as a segment, one after the other, each written in one call and synchronised.</summary>
internal static class DiskLoad
{
    private const int Octets = 16 * 1_024 * 1_024;

    /// <summary>How many octets a second. The files stay: a disk that has not seen a block before is slower with it.</summary>
    public static double Run(string directory, TimeSpan time)
    {
        Directory.CreateDirectory(directory);
        var segment = new byte[Octets];
        RandomNumberGenerator.Fill(segment);
        var count = 0L;
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            using var file = new FileStream(Path.Combine(directory, $"{count}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.Write(segment);
            file.Flush(flushToDisk: true);
            count++;
        }

        return count * Octets / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
