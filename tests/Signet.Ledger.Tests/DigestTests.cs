using CsCheck;
using Xunit;

namespace Signet.Ledger.Tests;

public class DigestTests
{
    [Fact]
    public void Of_EmptyInput_IsThePublishedDigest() =>
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Digest.Of([]).ToString());

    [Fact]
    public void TextAndOctets_RoundTrip() =>
        Gen.Byte.Array[32].Sample(octets =>
        {
            var digest = new Digest(octets);
            return digest.ToArray().AsSpan().SequenceEqual(octets) && digest.ToString() == Convert.ToHexStringLower(octets) &&
                Digest.TryParse(digest.ToString(), out var read) && read == digest && read.GetHashCode() == digest.GetHashCode();
        });

    [Fact]
    public void Equals_AnyChangedOctet_False()
    {
        for (var i = 0; i < 32; i++)
        {
            var octets = new byte[32];
            octets[i] = 1;
            Assert.True(new Digest(octets) != Digest.Zero);
            Assert.False(new Digest(octets).Equals((object)Digest.Zero));
        }
    }

    [Theory]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(0)]
    public void TryParse_WrongLength_Refused(int length) => Assert.False(Digest.TryParse(new string('a', length), out _));

    [Theory]
    [InlineData('A')]
    [InlineData('g')]
    [InlineData(' ')]
    [InlineData('é')]
    public void TryParse_StrayCharacter_Refused(char c) => Assert.False(Digest.TryParse(new string('a', 63) + c, out _));

    [Fact]
    public void Constructor_WrongLength_Throws() => Assert.Throws<ArgumentException>(() => new Digest(new byte[31]));
}
