using Xunit;

namespace Signet.Anchorer.Tests;

public sealed class AnchorTriggerTests
{
    private static readonly double[] Seconds = [0.1, 1, 4.9, 5, 5.1, 60, 599, 600, 601, 3_600, 86_399, 86_400, 200_000];

    [Fact]
    public void Wait_AnyIntervalQuietTimeAndAge_LetsEntriesGatherAndKeepsTheIntervalAndNoMore()
    {
        foreach ((double interval, double quiet, double since) in
            Seconds.SelectMany(a => Seconds.SelectMany(b => Seconds.Select(c => (a, b, c)))))
        {
            AnchorerOptions options = Options(interval, quiet);
            TimeSpan age = TimeSpan.FromSeconds(since);
            TimeSpan wait = AnchorTrigger.Wait(options, age);

            Assert.True(wait >= options.QuietTime);
            Assert.True(age + wait >= options.Interval);
            Assert.True(wait == options.QuietTime || age + wait == options.Interval);
        }
    }

    [Fact]
    public void Wait_NothingChainedYet_IsTheQuietTime() =>
        Assert.All(Seconds, quiet => Assert.Equal(TimeSpan.FromSeconds(quiet), AnchorTrigger.Wait(Options(600, quiet), null)));

    private static AnchorerOptions Options(double interval, double quiet) =>
        new() { Tsas = [], Interval = TimeSpan.FromSeconds(interval), QuietTime = TimeSpan.FromSeconds(quiet) };
}
