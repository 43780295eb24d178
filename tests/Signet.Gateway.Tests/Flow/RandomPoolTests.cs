using Signet.Gateway.Flow;

namespace Signet.Gateway.Tests.Flow;

public sealed class RandomPoolTests
{
    [Fact]
    public void Fill_ManyTimes_GivesNothingTwice()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 1_000; i++)
        {
            var octets = new byte[16];
            RandomPool.Fill(octets);
            Assert.True(seen.Add(Convert.ToHexString(octets)));
        }
    }

    [Fact]
    public async Task Fill_OnManyThreads_GivesNothingTwice()
    {
        var filled = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Enumerable.Range(0, 500).Select(_ =>
        {
            var octets = new byte[12];
            RandomPool.Fill(octets);
            return Convert.ToHexString(octets);
        }).ToArray())));

        Assert.Equal(16 * 500, filled.SelectMany(texts => texts).Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_764_000_000_123)]
    [InlineData((1L << 47) - 1)]
    public void Version7_Time_StandsInFront(long milliseconds)
    {
        var guid = RandomPool.Version7(DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())));

        Assert.Equal((7, 8), (guid.Version, guid.Variant & 0xC));
        Assert.StartsWith(
            Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()).ToString("x12", null), guid.ToString("N"), StringComparison.Ordinal);
    }
}
