using System.Security.Cryptography;
using System.Text;
using Signet.Ledger.Anchors;
using Xunit;

namespace Signet.Ledger.Tests.Anchors;

public sealed class AnchorStatementTests
{
    [Fact]
    public void Create_Statement_HasTheOctetsOfTheFormat()
    {
        AnchorStatement sut = AnchorStatement.Create("log.example-1", 1234567, new byte[32]);

        Assert.Equal(
            "log.example-1\n1234567\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", Encoding.ASCII.GetString(sut.Octets.Span));
        Assert.Equal(SHA256.HashData(sut.Octets.Span), sut.Imprint.ToArray());
    }

    [Theory]
    [InlineData("", 1, 32)]
    [InlineData("Log", 1, 32)]
    [InlineData(".log", 1, 32)]
    [InlineData("-log", 1, 32)]
    [InlineData("lo\ng", 1, 32)]
    [InlineData("lög", 1, 32)]
    [InlineData("log", 0, 32)]
    [InlineData("log", -1, 32)]
    [InlineData("log", 1, 31)]
    [InlineData("log", 1, 33)]
    public void Create_OutOfRange_Throws(string logId, long size, int rootOctets)
    {
        Assert.Throws<ArgumentException>(() => AnchorStatement.Create(logId, size, new byte[rootOctets]));
        Assert.False(AnchorStatement.TryCreate(logId, size, new byte[rootOctets], out _));
    }

    [Fact]
    public void Create_LongestName_IsTaken()
    {
        Assert.True(AnchorStatement.TryCreate(new string('a', 128), 1, new byte[32], out _));
        Assert.False(AnchorStatement.TryCreate(new string('a', 129), 1, new byte[32], out _));
    }
}
