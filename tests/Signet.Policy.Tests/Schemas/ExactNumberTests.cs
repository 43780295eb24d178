using System.Globalization;
using System.Numerics;
using CsCheck;
using Signet.Policy.Schemas;

namespace Signet.Policy.Tests.Schemas;

public sealed class ExactNumberTests
{
    private static readonly Gen<string> Numbers =
        from sign in Pick("", "-")
        from whole in Pick("0", "1", "7", "10", "100", "12345678901234567890", "999999999999999999999999999")
        from fraction in Pick("", ".0", ".5", ".50", ".05", ".000", ".123456789012345678901234567890")
        from exponent in Pick("", "e0", "E+2", "e-2", "e20", "e-30")
        select sign + whole + fraction + exponent;

    [Fact]
    public void CompareTo_AnyTwo_IsThatOfFractions() => Gen.Select(Numbers, Numbers).Sample((x, y) =>
    {
        int expected = (Scaled(x) - Scaled(y)).Sign;
        Assert.Equal(expected, Math.Sign(Read(x).CompareTo(Read(y))));
        Assert.Equal(expected == 0, Read(x).Equals(Read(y)));
        if (expected == 0)
        {
            Assert.Equal(Read(x).GetHashCode(), Read(y).GetHashCode());
        }
    });

    [Fact]
    public void IsMultipleOf_AnyTwo_IsThatOfFractions() => Gen.Select(Numbers, Numbers.Where(text => Scaled(text).Sign > 0)).Sample((x, y) =>
        Assert.Equal((Scaled(x) % Scaled(y)).IsZero, Read(x).IsMultipleOf(Read(y))));

    [Fact]
    public void IsInteger_AnyNumber_IsThatOfFractions() => Numbers.Sample(x =>
        Assert.Equal((Scaled(x) % BigInteger.Pow(10, 100)).IsZero, Read(x).IsInteger));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("00")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e401")]
    [InlineData("1e99999999999")]
    [InlineData("1 ")]
    [InlineData("1,0")]
    [InlineData("٣")]
    public void TryParse_OtherThanANumber_IsFalse(string text) => Assert.False(ExactNumber.TryParse(text, out _));

    private static Gen<string> Pick(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static ExactNumber Read(string text)
    {
        Assert.True(ExactNumber.TryParse(text, out ExactNumber number));
        return number;
    }

    /// <summary>The number times 10^100.</summary>
    private static BigInteger Scaled(string text)
    {
        string[] parts = text.ToLowerInvariant().Split('e');
        int exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        int dot = parts[0].IndexOf('.', StringComparison.Ordinal);
        int fraction = dot < 0 ? 0 : parts[0].Length - dot - 1;
        return BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            * BigInteger.Pow(10, 100 + exponent - fraction);
    }
}
