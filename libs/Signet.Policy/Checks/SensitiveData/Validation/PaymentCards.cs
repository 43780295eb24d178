using static Signet.Policy.Checks.SensitiveData.Validation.CheckDigits;

namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>Which numbers can be payment cards (ISO/IEC 7812): issuer, the lengths that it gives out, Luhn's digit.</summary>
internal static class PaymentCards
{
    internal static bool IsNumber(ReadOnlySpan<char> n) => HasIssuer(n) && IsLuhn(n) && !AreAllEqual(n[4..]);

    private static bool HasIssuer(ReadOnlySpan<char> n)
    {
        int two = Number(n[..2]);
        int four = Number(n[..4]);
        return n.Length switch
        {
            13 => n[0] == '4',
            14 => two is 36 or 38 or 39 || four is >= 3000 and <= 3059,
            15 => two is 34 or 37,
            16 => n[0] == '4' || two is (>= 51 and <= 55) or 62 or 65 || four is (>= 2221 and <= 2720) or 6011 or (>= 6440 and <= 6499)
                or (>= 3528 and <= 3589) or (>= 5018 and <= 5038) or (>= 6759 and <= 6763),
            17 or 18 => two == 62,
            19 => n[0] == '4' || two == 62,
            _ => false,
        };
    }
}
