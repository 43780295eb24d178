using System.Globalization;
using Xunit;

namespace Signet.Testing;

/// <summary>Random choices that can be repeated: <c>SIGNET_TEST_SEED</c> gives the seed, else it is a new one, which is printed.</summary>
public static class Seed
{
    public static Random Print(ITestOutputHelper output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var seed = Environment.GetEnvironmentVariable("SIGNET_TEST_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
