using System.Buffers;
using CsCheck;
using Signet.Ledger.Canonical;
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
    public void Load_WhatWasSaved_IsTheSame()
    {
        var holes = new EpochHoles();
        holes.Add((1L << 53) - 1, EntrySamples.Noon);
        holes.Add(7, EntrySamples.Noon.AddDays(1));
        holes.Cover(0, long.MaxValue);
        var loaded = Load(Save(holes))!;
        Assert.Equal(holes.Open(), loaded.Open());
        Assert.False(loaded.Add((1L << 53) - 1, EntrySamples.Noon));
        Assert.True(loaded.Add(8, EntrySamples.Noon));
    }

    [Theory]
    [InlineData(11, new long[] { 0, 4, 5, 9 })]
    [InlineData(11, new long[] { 0, 4, 4, 9 })]
    [InlineData(11, new long[] { 5, 9, 0, 6 })]
    [InlineData(11, new long[] { 5, 9, 0, 3 })]
    [InlineData(11, new long[] { -1, 3, 5, 9 })]
    [InlineData(11, new long[] { 3, 2, 5, 9 })]
    [InlineData(10, new long[] { 0, 3, 5, 9 })]
    [InlineData(11, new long[] { 0, 3, 5, long.MaxValue })]
    [InlineData(0, new long[] { 0, 3, 5, 9 })]
    [InlineData(-1, new long[] { 0, 3, 5, 9 })]
    public void Load_HolesThatTouchOrLieAboveTheNextNumber_Refused(long next, long[] bounds)
    {
        // With holes like these a later number would fill two of them at once.
        Assert.NotNull(Load(State(11, 0, 3, 5, 9)));
        Assert.Null(Load(State(next, bounds)));
    }

    [Fact]
    public void Add_GreatestNumbers_NeedNoRoom()
    {
        var holes = new EpochHoles();
        Assert.True(holes.Add((1L << 53) - 1, EntrySamples.Noon));
        holes.Cover(0, long.MaxValue);
        holes.Cover(5, long.MaxValue);
        Assert.Equal((0, (1L << 53) - 2, 0), Assert.Single(holes.Open()) is var hole ? (hole.From, hole.Through, hole.Uncovered) : default);
    }

    private static byte[] Save(EpochHoles holes)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        holes.Save(ref writer);
        writer.EndObject();
        return output.WrittenSpan.ToArray();
    }

    private static byte[] State(long next, params long[] bounds)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new CanonicalWriter(output);
        writer.BeginObject();
        PackedNumbers.Write(ref writer, "covered"u8, []);
        PackedNumbers.Write(
            ref writer, "holes"u8, [.. bounds.Chunk(2).SelectMany(hole => new[] { hole[0], hole[1], EntrySamples.Noon.UtcTicks })]);
        PackedNumbers.Write(ref writer, "next"u8, [next]);
        writer.EndObject();
        return output.WrittenSpan.ToArray();
    }

    private static EpochHoles? Load(byte[] state)
    {
        var holes = new EpochHoles();
        var reader = new CanonicalReader(state, keeps: true);
        reader.BeginObject();
        holes.Load(ref reader);
        reader.EndObject();
        return reader.End() ? holes : null;
    }
}
