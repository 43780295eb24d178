using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>
/// Every reader of octets from outside, for about a second each; for twenty with SIGNET_TEST_FULL=1. SIGNET_TEST_SEED repeats a run.
/// </summary>
public class FuzzTests
{
    private static readonly TimeSpan Budget =
        TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("SIGNET_TEST_FULL") == "1" ? 20 : 1);

    public static TheoryData<string> Names => new(FuzzTargets.All.Select(target => target.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Reader_SpoiledOctets_RefusesThemOrReadsWhatTheySay(string name)
    {
        var target = FuzzTargets.All.Single(target => target.Name == name);
        var seed = Seed();
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: SIGNET_TEST_SEED={seed}");
        Assert.All(target.Corpus, sample => Assert.True(target.Accepts(sample), "A sample of the corpus is refused."));
        var mutator = new Mutator(target.Corpus, new SplitMix(seed));
        var watch = Stopwatch.StartNew();
        var (tried, accepted) = (0, 0);
        while (watch.Elapsed < Budget && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            var octets = mutator.Next();
            try
            {
                accepted += target.Accepts(octets) ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail($"{name}, seed {seed}, try {tried}, octets {Convert.ToBase64String(octets)}: {exception}");
            }

            tried++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} tried, {accepted} accepted");
    }

    private static ulong Seed() =>
        ulong.TryParse(Environment.GetEnvironmentVariable("SIGNET_TEST_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);
}
