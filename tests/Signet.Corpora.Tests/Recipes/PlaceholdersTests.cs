using System.Text.RegularExpressions;

namespace Signet.Corpora.Tests.Recipes;

public sealed class PlaceholdersTests
{
    [Theory]
    [InlineData("visa")]
    [InlineData("visa:two")]
    [InlineData("mastercard")]
    [InlineData("amex")]
    [InlineData("card_grouped")]
    public void Fill_Card_PassesLuhn(string kind)
    {
        var digits = Filled(kind).Where(char.IsAsciiDigit).Select(digit => digit - '0').Reverse().ToList();
        Assert.InRange(digits.Count, 15, 16);
        Assert.Equal(0, digits.Select((digit, at) => at % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10)).Sum() % 10);
    }

    [Theory]
    [InlineData("iban_de", 22)]
    [InlineData("iban_fr", 27)]
    [InlineData("iban_gb", 22)]
    public void Fill_Iban_PassesModulo97(string kind, int length)
    {
        var iban = Filled(kind);
        Assert.Equal(length, iban.Length);
        var number = string.Concat((iban[4..] + iban[..4]).Select(unit => char.IsAsciiDigit(unit) ? $"{unit}" : $"{unit - 'A' + 10}"));
        Assert.Equal(1, (int)(System.Numerics.BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture) % 97));
    }

    [Theory]
    [InlineData("aws_access_key", "^AKIA[A-Z2-7]{16}$")]
    [InlineData("github_token", "^ghp_[A-Za-z0-9]{36}$")]
    [InlineData("stripe_key", "^sk_live_[A-Za-z0-9]{24}$")]
    [InlineData("google_key", "^AIza[A-Za-z0-9_-]{35}$")]
    [InlineData("ssn", "^5[1-9]{2}-[1-9]{2}-[1-9]{4}$")]
    [InlineData("private_key", "^-----BEGIN PRIVATE KEY-----\n(?:[A-Za-z0-9+/]{64}\n){3}-----END PRIVATE KEY-----$")]
    public void Fill_Kind_HasItsForm(string kind, string form) => Assert.Matches(new Regex(form), Filled(kind));

    [Fact]
    public void Fill_SamePlace_GetsTheSameValue()
    {
        Assert.Equal(Filled("github_token:a"), Filled("github_token:a"));
        Assert.NotEqual(Filled("github_token:a"), Filled("github_token:b"));
    }

    [Fact]
    public void Fill_UnknownKind_IsRefused() => Assert.Throws<CorpusException>(() => Filled("nonsense"));

    private static string Filled(string place) => Lines.Encoded("${" + place + "}");
}
