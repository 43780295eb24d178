using CsCheck;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Tests.Entries;
using Xunit;

namespace Signet.Ledger.Tests.Checkpoints;

public class VerifierKeyTests
{
    [Fact]
    public void TryParse_PublishedKey_IsReadAsPublished()
    {
        // The key of the example in Go's golang.org/x/mod/sumdb/note, whose name isn't an identifier of ours: its hash must agree all the same.
        var key = VerifierKey.Create("sum.golang.org", Convert.FromBase64String("Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8").AsMemory(1));
        Assert.Equal("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", key.ToString());
        Assert.True(VerifierKey.TryParse(key.ToString(), out var read));
        Assert.Equal(key, read);
    }

    [Fact]
    public void Text_AnyKey_RoundTrips() =>
        Gen.Select(EntrySamples.Identifiers.Where(i => i.Length <= 100), Gen.Byte.Array[32]).Sample((name, octets) =>
        {
            var key = VerifierKey.Create(name, octets);
            return VerifierKey.TryParse(key.ToString(), out var read) && key.Equals(read) && read!.ToString() == key.ToString();
        });

    [Fact]
    public void TryParse_AnyMutation_Refused()
    {
        var text = VerifierKey.Create("log.example", new byte[32]).ToString();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var c in "aA0+/= \n-.")
            {
                var mutated = string.Concat(text.AsSpan(0, i), c.ToString(), text.AsSpan(i + 1));
                Assert.Equal(mutated == text, VerifierKey.TryParse(mutated, out _));
                Assert.False(VerifierKey.TryParse(text.Insert(i, c.ToString()), out _) && text.Insert(i, c.ToString()) != text);
            }

            Assert.False(VerifierKey.TryParse(text.Remove(i, 1), out _));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("++")]
    [InlineData("a+00000000+")]
    public void TryParse_AnotherForm_Refused(string? text) => Assert.False(VerifierKey.TryParse(text, out _));

    [Fact]
    public void Create_NotAnIdentifierOrKey_Throws()
    {
        Assert.Throws<ArgumentException>(() => VerifierKey.Create("A", new byte[32]));
        Assert.Throws<ArgumentException>(() => VerifierKey.Create("a", new byte[31]));
    }
}
