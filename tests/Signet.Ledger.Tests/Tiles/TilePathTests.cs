using Signet.Ledger.Tiles;
using Xunit;

namespace Signet.Ledger.Tests.Tiles;

public class TilePathTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 7, 5, "tile/0/007.p/5")]
    [InlineData(1, 1234067, 256, "tile/1/x001/x234/067")]
    [InlineData(2, 999, 255, "tile/2/999.p/255")]
    [InlineData(2, 1000, 1, "tile/2/x001/000.p/1")]
    public void ToString_Hashes_IsTheNameOfTheSpecification(int level, long index, int width, string name)
    {
        var path = TilePath.Hashes(level, index, width);
        Assert.Equal(name, path.ToString());
        Assert.True(TilePath.TryParse(name, out var read));
        Assert.Equal(path, read);
    }

    [Fact]
    public void ToString_Entries_IsTheNameOfTheSpecification()
    {
        Assert.Equal("tile/entries/x123/456", TilePath.Entries(123_456).ToString());
        Assert.True(TilePath.TryParse("tile/entries/000.p/17", out var read));
        Assert.Equal((true, 0L, 17), (read.IsEntries, read.Index, read.Width));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/")]
    [InlineData("tile/0")]
    [InlineData("tile/0/")]
    [InlineData("tile/0/0")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/001/001")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/x001/x002")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/000.p/1/2")]
    [InlineData("tile/entries")]
    [InlineData("tile/entries/00a")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("../tile/0/000")]
    public void TryParse_AnythingElse_IsRefused(string? name) => Assert.False(TilePath.TryParse(name, out _));

    [Fact]
    public void Hashes_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(64, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Entries(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Entries(0, 257));
    }
}
