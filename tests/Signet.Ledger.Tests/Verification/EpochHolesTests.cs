using CsCheck;
using Signet.Ledger.Tests.Entries;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Verification;

public class EpochHolesTests
{
    [Fact]
    public void Open_AnyOrderAndCover_IsWhatSetsGive() =>
        Gen.Select(Gen.Long[0, 15].List[0, 20], Gen.Select(Gen.Long[0, 15], Gen.Long[0, 15]).List[0, 4]).Sample((numbers, covers) =>
        {
            var holes = new EpochHoles();
            var known = new HashSet<long>();
            var firstAbove = new Dictionary<long, int>();
            for (var i = 0; i < numbers.Count; i++)
            {
                Assert.Equal(known.Add(numbers[i]), holes.Add(numbers[i], EntrySamples.Noon.AddSeconds(i)));
                for (var below = 0L; below < numbers[i]; below++)
                {
                    firstAbove.TryAdd(below, i);
                }
            }

            var covered = new HashSet<long>();
            foreach (var (from, through) in covers)
            {
                holes.Cover(from, through);
                for (var n = from; n <= through; n++)
                {
                    covered.Add(n);
                }
            }

            var missing = Enumerable.Range(0, (int)known.DefaultIfEmpty(0).Max()).Select(n => (long)n).Where(n => !known.Contains(n)).ToList();
            var open = holes.Open().ToList();
            Assert.Equal(missing, open.SelectMany(h => Enumerable.Range((int)h.From, (int)(h.Through - h.From + 1)).Select(n => (long)n)));
            foreach (var hole in open)
            {
                var inside = missing.Where(n => n >= hole.From && n <= hole.Through).ToList();
                Assert.Equal(inside.Count(n => !covered.Contains(n)), hole.Uncovered);
                Assert.All(inside, n => Assert.Equal(EntrySamples.Noon.AddSeconds(firstAbove[n]), hole.Since));
            }
        });

    [Fact]
    public void Add_GreatestNumbers_NeedNoRoom()
    {
        var holes = new EpochHoles();
        Assert.True(holes.Add((1L << 53) - 1, EntrySamples.Noon));
        holes.Cover(0, long.MaxValue);
        holes.Cover(5, long.MaxValue);
        Assert.Equal((0, (1L << 53) - 2, 0), Assert.Single(holes.Open()) is var hole ? (hole.From, hole.Through, hole.Uncovered) : default);
    }
}
