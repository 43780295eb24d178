using System.Diagnostics;
using Signet.Ledger.Hashing;

namespace Signet.Bench.Sequencing;

/// <summary>The serial part of chaining alone: one HMAC over label, number, leaf and the MAC before, after the other.</summary>
internal static class HmacLoad
{
    private const int MessageOctets = 16 + 8 + 64;

    /// <summary>How many a second.</summary>
    public static double Run(TimeSpan time)
    {
        var key = new byte[32];
        var message = new byte[MessageOctets];
        var count = 0L;
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            for (var i = 0; i < 1_024; i++)
            {
                HmacSha256.Of(key, message).CopyTo(message.AsSpan(MessageOctets - 32));
            }

            count += 1_024;
        }

        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
