using Signet.Ledger.Merkle;
using Xunit;

namespace Signet.Ledger.Tests.Merkle;

/// <summary>The trees over eight leaves that implementations of RFC 6962 have checked themselves by since its first one.</summary>
public class ConsistencyProofTests
{
    private static readonly string[] Leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void Verify_PublishedProofs_Hold(int oldSize, int newSize, string proof)
    {
        Digest[] path = [.. proof.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];
        Assert.True(ConsistencyProof.Verify(oldSize, Root(oldSize), newSize, Root(newSize), path));
    }

    [Theory]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void InclusionVerify_PublishedProofs_Hold(int index, int size, string proof)
    {
        Digest[] path = [.. proof.Split(' ').Select(Parse)];
        var leaf = MerkleTree.HashLeaf(Convert.FromHexString(Leaves[index]));
        Assert.True(InclusionProof.Verify(leaf, index, size, path, Root(size)));
    }

    [Fact]
    public void Root_PublishedTrees_AreTheirs()
    {
        Assert.Equal(Parse("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"), Root(1));
        Assert.Equal(Parse("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"), Root(6));
        Assert.Equal(Parse("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"), Root(8));
    }

    [Fact]
    public void Verify_AllPairsOfSizes_OnlyTheRightProofHolds()
    {
        for (var newSize = 1; newSize <= 33; newSize++)
        {
            for (var oldSize = 1; oldSize <= newSize; oldSize++)
            {
                var (oldRoot, newRoot) = (Naive(0, oldSize), Naive(0, newSize));
                var path = Proof(oldSize, 0, newSize, whole: true).ToArray();
                Assert.True(ConsistencyProof.Verify(oldSize, oldRoot, newSize, newRoot, path));
                Digest[] leaves = [.. Enumerable.Range(0, newSize).Select(leaf => MerkleTree.HashLeaf([(byte)leaf]))];
                Assert.Equal(path, ConsistencyProof.Create(oldSize, leaves));
                Assert.False(ConsistencyProof.Verify(oldSize, newRoot, newSize, Digest.Zero, path));
                Assert.False(ConsistencyProof.Verify(oldSize, Digest.Zero, newSize, newRoot, path));
                Assert.False(ConsistencyProof.Verify(oldSize, oldRoot, newSize, newRoot, [.. path, Digest.Zero]));
                for (var i = 0; i < path.Length; i++)
                {
                    Digest[] changed = [.. path];
                    changed[i] = Digest.Zero;
                    Assert.False(ConsistencyProof.Verify(oldSize, oldRoot, newSize, newRoot, changed));
                    Assert.False(ConsistencyProof.Verify(oldSize, oldRoot, newSize, newRoot, path.AsSpan(0, i)));
                }
            }
        }
    }

    [Fact]
    public void Verify_EmptyTreeAndAbsurdSizes()
    {
        Assert.True(ConsistencyProof.Verify(0, Digest.Of([]), 5, Digest.Zero, []));
        Assert.False(ConsistencyProof.Verify(0, Digest.Zero, 5, Digest.Zero, []));
        Assert.False(ConsistencyProof.Verify(-1, Digest.Zero, 5, Digest.Zero, []));
        Assert.False(ConsistencyProof.Verify(6, Digest.Zero, 5, Digest.Zero, []));
        Assert.False(ConsistencyProof.Verify(1, Digest.Zero, long.MaxValue, Digest.Zero, new Digest[65]));
        Assert.False(ConsistencyProof.Verify(long.MaxValue - 1, Digest.Zero, long.MaxValue, Digest.Zero, new Digest[63]));
    }

    private static Digest Parse(string hex) => Digest.TryParse(hex, out var digest) ? digest : throw new FormatException(hex);

    private static Digest Root(int size)
    {
        var tree = new MerkleTree();
        foreach (var leaf in Leaves.Take(size))
        {
            tree.Append(MerkleTree.HashLeaf(Convert.FromHexString(leaf)));
        }

        return tree.Root;
    }

    /// <summary>The definitions of RFC 9162, sections 2.1.1 and 2.1.4.1, word for word.</summary>
    private static Digest Naive(int from, int through)
    {
        if (through - from == 1)
        {
            return MerkleTree.HashLeaf([(byte)from]);
        }

        var middle = from + (int)InclusionProof.SplitPoint(through - from);
        return MerkleTree.HashNode(Naive(from, middle), Naive(middle, through));
    }

    private static IEnumerable<Digest> Proof(int oldSize, int from, int through, bool whole)
    {
        if (oldSize == through - from)
        {
            return whole ? [] : [Naive(from, through)];
        }

        var split = (int)InclusionProof.SplitPoint(through - from);
        return oldSize <= split
            ? Proof(oldSize, from, from + split, whole).Append(Naive(from + split, through))
            : Proof(oldSize - split, from + split, through, whole: false).Append(Naive(from, from + split));
    }
}
