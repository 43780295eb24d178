using System.Security.Cryptography;
using Signet.Ledger.Merkle;
using Xunit;

namespace Signet.Ledger.Tests.Merkle;

public class MerkleTreeTests
{
    // The eight leaves and heads that certificate-transparency implementations have tested against since RFC 6962.
    private static readonly string[] Inputs =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Heads =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Root_PublishedLeaves_AreThePublishedHeads()
    {
        var tree = new MerkleTree();
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", tree.Root.ToString());
        for (var i = 0; i < Inputs.Length; i++)
        {
            tree.Append(MerkleTree.HashLeaf(Convert.FromHexString(Inputs[i])));
            Assert.Equal(Heads[i], tree.Root.ToString());
        }
    }

    [Fact]
    public void InclusionProof_PublishedLeaves_AreThePublishedPaths()
    {
        var leaves = Inputs.Select(i => MerkleTree.HashLeaf(Convert.FromHexString(i))).ToArray();
        Assert.Equal(
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
            InclusionProof.Create(0, leaves).Select(d => d.ToString()));
        Assert.Equal(
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
            InclusionProof.Create(5, leaves).Select(d => d.ToString()));
        Assert.Equal(
            ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
            InclusionProof.Create(2, leaves.AsSpan(0, 3)).Select(d => d.ToString()));
    }

    [Fact]
    public void RootAndProofs_EverySizeAndIndexTo260_AreThoseOfTheDefinition()
    {
        var leaves = Leaves(260);
        var tree = new MerkleTree();
        for (var size = 0; size <= leaves.Length; size++)
        {
            var expected = Definition(leaves.AsSpan(0, size));
            Assert.Equal(expected, tree.Root);
            Assert.Equal(expected, MerkleTree.Restore(size, tree.Edge)!.Root);
            for (var index = 0; index < size; index++)
            {
                var path = InclusionProof.Create(index, leaves.AsSpan(0, size));
                Assert.Equal(expected, InclusionProof.RootFrom(leaves[index], index, size, path));
            }

            if (size < leaves.Length)
            {
                tree.Append(leaves[size]);
            }
        }
    }

    [Fact]
    public void Verify_WrongIndexSizeOrPath_Refused()
    {
        for (var size = 1; size <= 33; size++)
        {
            var leaves = Leaves(size);
            var root = Definition(leaves);
            for (var index = 0; index < size; index++)
            {
                var path = InclusionProof.Create(index, leaves);
                Assert.True(InclusionProof.Verify(leaves[index], index, size, path, root));
                for (var other = -1; other <= size; other++)
                {
                    Assert.Equal(other == index, InclusionProof.Verify(leaves[index], other, size, path, root));
                }

                Assert.False(InclusionProof.Verify(leaves[index], index, size, [.. path, Digest.Zero], root));
                Assert.False(InclusionProof.Verify(Digest.Zero, index, size, path, root));
                Assert.False(InclusionProof.Verify(leaves[index], index, size, path, Digest.Zero));
                for (var node = 0; node < path.Count; node++)
                {
                    Assert.False(InclusionProof.Verify(leaves[index], index, size, [.. path.Take(node), .. path.Skip(node + 1)], root));
                    Assert.False(InclusionProof.Verify(
                        leaves[index], index, size, [.. path.Take(node), Digest.Zero, .. path.Skip(node + 1)], root));
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, 1)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, long.MinValue)]
    public void RootFrom_ImpossiblePlace_Null(long index, long size) => Assert.Null(InclusionProof.RootFrom(Digest.Zero, index, size, []));

    [Fact]
    public void RootFrom_PathLongerThanAnyTree_Null() =>
        Assert.Null(InclusionProof.RootFrom(Digest.Zero, 0, long.MaxValue, new Digest[64]));

    [Fact]
    public void RootFrom_LargestTree_TakesItsLongestPath() =>
        Assert.NotNull(InclusionProof.RootFrom(Digest.Zero, 0, long.MaxValue, new Digest[63]));

    [Fact]
    public void Create_NoSuchLeaf_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => InclusionProof.Create(1, Leaves(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => InclusionProof.Create(-1, Leaves(1)));
    }

    [Fact]
    public void Restore_EdgeOfAnotherSize_Null()
    {
        Assert.Null(MerkleTree.Restore(3, [Digest.Zero]));
        Assert.Null(MerkleTree.Restore(-1, []));
        Assert.NotNull(MerkleTree.Restore(4, [Digest.Zero]));
    }

    [Fact]
    public void Clone_ThenAppend_LeavesTheOriginal()
    {
        var tree = new MerkleTree();
        tree.Append(Digest.Zero);
        var root = tree.Root;
        tree.Clone().Append(Digest.Zero);
        Assert.Equal((1L, root), (tree.Size, tree.Root));
    }

    private static Digest[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Digest.Of([(byte)i, (byte)(i >> 8)]))];

    /// <summary>RFC 9162, section 2.1.1, word for word.</summary>
    private static Digest Definition(ReadOnlySpan<Digest> leaves)
    {
        if (leaves.Length <= 1)
        {
            return leaves.Length == 0 ? new Digest(SHA256.HashData([])) : leaves[0];
        }

        var k = 1;
        while (2 * k < leaves.Length)
        {
            k *= 2;
        }

        return new Digest(SHA256.HashData([1, .. Definition(leaves[..k]).ToArray(), .. Definition(leaves[k..]).ToArray()]));
    }
}
