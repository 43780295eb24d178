using System.Security.Cryptography;
using Signet.Ledger.Merkle;
using Xunit;

namespace Signet.Ledger.Tests.Merkle;

/// <summary>The tree over seven leaves in RFC 9162, section 2.1.5 (RFC 6962, section 2.1.3), with its nodes by their names there.</summary>
public class PublishedTreeTests
{
    private static readonly byte[][] Data = [.. Enumerable.Range(0, 7).Select(i => new byte[] { (byte)'d', (byte)('0' + i) })];
    private static readonly Digest A = Leaf(0);
    private static readonly Digest B = Leaf(1);
    private static readonly Digest C = Leaf(2);
    private static readonly Digest D = Leaf(3);
    private static readonly Digest E = Leaf(4);
    private static readonly Digest F = Leaf(5);
    private static readonly Digest J = Leaf(6);
    private static readonly Digest G = Node(A, B);
    private static readonly Digest H = Node(C, D);
    private static readonly Digest I = Node(E, F);
    private static readonly Digest K = Node(G, H);
    private static readonly Digest L = Node(I, J);
    private static readonly Digest[] Leaves = [A, B, C, D, E, F, J];

    [Fact]
    public void Root_ExampleAsItGrows_IsTheNamedNodes()
    {
        Assert.Equal(Node(G, C), RootOf(3));
        Assert.Equal(K, RootOf(4));
        Assert.Equal(Node(K, I), RootOf(6));
        Assert.Equal(Node(K, L), RootOf(7));
    }

    [Fact]
    public void InclusionProof_ExamplePaths_AreTheNamedNodes()
    {
        AssertPath(0, B, H, L);
        AssertPath(3, C, G, L);
        AssertPath(4, F, J, K);
        AssertPath(6, I, K);
        Assert.Equal([], InclusionProof.Create(0, Leaves.AsSpan(0, 1)));
        Assert.True(InclusionProof.Verify(A, 0, 1, [], A));
    }

    [Fact]
    public void ConsistencyProof_ExamplePaths_HoldAsNamedAndNoOtherWay()
    {
        AssertConsistent(3, C, D, G, L);
        AssertConsistent(4, L);
        AssertConsistent(6, I, J, K);
    }

    private static void AssertPath(int index, params Digest[] path)
    {
        Assert.Equal(path, InclusionProof.Create(index, Leaves));
        Assert.True(InclusionProof.Verify(Leaves[index], index, 7, path, Node(K, L)));
        Assert.False(InclusionProof.Verify(Leaves[index], index, 7, [.. path.Reverse()], Node(K, L)));
        Assert.False(InclusionProof.Verify(Leaves[index], index, 6, path, RootOf(6)));
    }

    private static void AssertConsistent(int oldSize, params Digest[] path)
    {
        Assert.True(ConsistencyProof.Verify(oldSize, RootOf(oldSize), 7, Node(K, L), path));
        Assert.False(ConsistencyProof.Verify(oldSize, Node(K, L), 7, Node(K, L), path));
        Assert.False(ConsistencyProof.Verify(oldSize, RootOf(oldSize), 6, RootOf(6), path));
        for (var i = 0; i < path.Length; i++)
        {
            var swapped = path.ToArray();
            (swapped[0], swapped[i]) = (swapped[i], swapped[0]);
            Assert.Equal(i == 0, ConsistencyProof.Verify(oldSize, RootOf(oldSize), 7, Node(K, L), swapped));
        }
    }

    private static Digest RootOf(int size) => InclusionProof.RootOf(Leaves.AsSpan(0, size));

    private static Digest Leaf(int index) => new(SHA256.HashData([0, .. Data[index]]));

    private static Digest Node(Digest left, Digest right) => new(SHA256.HashData([1, .. left.ToArray(), .. right.ToArray()]));
}
