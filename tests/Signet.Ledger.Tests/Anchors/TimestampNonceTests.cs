using Signet.Ledger.Anchors;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class TimestampNonceTests
{
    [Fact]
    public void Create_Nonces_AreWellFormedAndDiffer()
    {
        byte[][] nonces = [.. Enumerable.Range(0, 1000).Select(_ => TimestampNonce.Create())];

        Assert.All(nonces, nonce => Assert.True(TimestampNonce.IsWellFormed(nonce)));
        Assert.All(nonces, nonce => Assert.Equal(TimestampNonce.Octets, nonce.Length));
        Assert.Equal(nonces.Length, nonces.Select(Convert.ToHexString).Distinct().Count());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("01020304050607", false)]
    [InlineData("0102030405060708", true)]
    [InlineData("8102030405060708", false)]
    [InlineData("0002030405060708", false)]
    [InlineData("0082030405060708", true)]
    public void IsWellFormed_PositiveShortestIntegerOnly(string hex, bool expected)
    {
        byte[] nonce = Convert.FromHexString(hex);
        Assert.Equal(expected, TimestampNonce.IsWellFormed(nonce));
        if (!expected)
        {
            Assert.Throws<ArgumentException>(() => TimestampQuery.Create(TokenForge.Statement, nonce));
        }
    }

    [Fact]
    public void IsWellFormed_TooLong_IsFalse()
    {
        byte[] nonce = new byte[33];
        nonce[0] = 1;
        Assert.False(TimestampNonce.IsWellFormed(nonce));
        Assert.True(TimestampNonce.IsWellFormed(nonce.AsSpan(0, 32)));
    }
}
