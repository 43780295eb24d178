using System.Security.Cryptography;
using CsCheck;
using Signet.Ledger.Hashing;
using Xunit;

namespace Signet.Ledger.Tests.Hashing;

/// <summary>The published cases stand in <see cref="Chain.HmacVectorTests"/>.</summary>
public class HmacSha256Tests
{
    public static TheoryData<string> Kinds => HashContexts.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Of_AnyKeyAndMessage_IsTheMac(string kind)
    {
        using var context = HashContexts.Create(kind);
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 300]).Sample(
            (key, message) =>
            {
                Digest expected = new(HMACSHA256.HashData(key, message));
                Assert.Equal(expected, HmacSha256.Of(context, key, message));
                Assert.Equal(expected, HmacSha256.Of(key, message));
            },
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Of_KeysAroundABlock_IsTheMac(string kind)
    {
        using var context = HashContexts.Create(kind);
        for (var length = 0; length <= 130; length++)
        {
            byte[] key = [.. Enumerable.Range(1, length).Select(i => (byte)i)];
            Assert.Equal(new Digest(Chain.HmacVectorTests.ByDefinition(key, key)), HmacSha256.Of(context, key, key));
        }
    }

    [Fact]
    public void Of_ManyThreadsUnderOneKey_AllRight()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var wrong = 0;
        Parallel.For(0, 5_000, number =>
        {
            byte[] message = BitConverter.GetBytes(number);
            if (HmacSha256.Of(key, message) != new Digest(HMACSHA256.HashData(key, message)))
            {
                Interlocked.Increment(ref wrong);
            }
        });

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Of_AfterAFailure_IsRightAgain()
    {
        HashContext.GiveBack(new FailingContext());

        Assert.Throws<CryptographicException>(() => HmacSha256.Of("k"u8, "m"u8));
        Assert.Equal(new Digest(HMACSHA256.HashData("k"u8, "m"u8)), HmacSha256.Of("k"u8, "m"u8));
    }
}
