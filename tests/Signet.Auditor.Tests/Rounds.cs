using System.Globalization;

namespace Signet.Auditor.Tests;

/// <summary>How often randomised tests run.</summary>
internal static class Rounds
{
    /// <summary>The full count with SIGNET_TEST_FULL=1, else a tenth of it.</summary>
    public static int Of(int full) => Environment.GetEnvironmentVariable("SIGNET_TEST_FULL") == "1" ? full : Math.Max(1, full / 10);

    /// <summary>The seed in SIGNET_TEST_SEED, else a new one.</summary>
    public static int Seed() => int.TryParse(Environment.GetEnvironmentVariable("SIGNET_TEST_SEED"), CultureInfo.InvariantCulture, out var seed)
        ? seed
        : Random.Shared.Next();
}
