using System.Security.Cryptography;
using CsCheck;
using Signet.Ledger.Events;
using Xunit;

namespace Signet.Ledger.Tests.Events;

public class SharedMacsTests
{
    private static readonly Dictionary<string, ReadOnlyMemory<byte>> Secrets = new()
    {
        ["a"] = Enumerable.Repeat((byte)1, 32).ToArray(),
        ["b"] = Enumerable.Repeat((byte)2, 100).ToArray(),
    };

    [Fact]
    public void Of_ManyMessagesUnderTwoSecrets_IsTheMacOfEachAlone() =>
        Gen.Select(Gen.Bool, Gen.Byte.Array[0, 200]).List[1, 10].Sample(messages =>
        {
            using var sut = new SharedMacs(Secrets);
            foreach (var (second, message) in messages)
            {
                var key = second ? "b" : "a";
                Assert.Equal(new Digest(HMACSHA256.HashData(Secrets[key].Span, message)), sut.Of(key, message));
            }
        });

    [Fact]
    public void Knows_KeyWithoutASecret_IsFalse()
    {
        using var sut = new SharedMacs(Secrets);

        Assert.True(sut.Knows("a"));
        Assert.False(sut.Knows("c"));
    }
}
