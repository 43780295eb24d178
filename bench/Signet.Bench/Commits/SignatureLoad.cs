using System.Diagnostics;
using NSec.Cryptography;

namespace Signet.Bench.Commits;

/// <summary>What nothing can be quicker than that signs each event alone: one Ed25519 signature after the other.</summary>
internal static class SignatureLoad
{
    public static string Run(TimeSpan time)
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        var message = new byte[92];
        var signature = new byte[SignatureAlgorithm.Ed25519.SignatureSize];
        var count = 0;
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            SignatureAlgorithm.Ed25519.Sign(key, message, signature);
            count++;
        }

        var each = Stopwatch.GetElapsedTime(began).TotalMicroseconds / count;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        return CommitLoad.Row("one Ed25519 signature", 1, 1e6 / each, cpu.TotalMicroseconds / count, each, each, 0, 1);
    }
}
