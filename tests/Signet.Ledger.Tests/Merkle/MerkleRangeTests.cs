using CsCheck;
using Signet.Ledger.Merkle;
using Xunit;

namespace Signet.Ledger.Tests.Merkle;

public class MerkleRangeTests
{
    [Fact]
    public void Append_RunsOfAnyLengths_GiveTheTreeOfTheirLeaves() =>
        Gen.Select(Gen.Int[0, 70], Gen.Int[1, 40].Array[0, 6]).Sample((before, runs) =>
        {
            var (joined, single) = (new MerkleTree(), new MerkleTree());
            foreach (var leaf in Leaves(0, before))
            {
                joined.Append(leaf);
                single.Append(leaf);
            }

            foreach (var length in runs)
            {
                var range = new MerkleRange(joined.Size);
                foreach (var leaf in Leaves(joined.Size, length))
                {
                    range.Append(leaf);
                    single.Append(leaf);
                }

                joined.Append(range);
            }

            return joined.Size == single.Size && joined.Root == single.Root && joined.Edge.SequenceEqual(single.Edge);
        });

    [Fact]
    public void Append_RunThatBeginsElsewhere_Throws()
    {
        var tree = new MerkleTree();
        Assert.Throws<ArgumentException>(() => tree.Append(new MerkleRange(1)));
    }

    private static IEnumerable<Digest> Leaves(long from, int count) =>
        Enumerable.Range(0, count).Select(i => Digest.Of(BitConverter.GetBytes(from + i)));
}
