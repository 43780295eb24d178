using static Signet.Policy.Checks.SensitiveData.Validation.CheckDigits;

namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>
/// What makes a number one that a state gives to people. All take capitals and digits without separators, of the right length.
/// </summary>
internal static class NationalNumbers
{
    private const string ItalianMonths = "ABCDEHLMPRST";
    private const string ItalianDigits = "LMNPQRSTUV";
    private const string SpanishLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    // The values of characters in odd positions (Decreto ministeriale 12 marzo 1974), for 0 to 9 and A to Z.
    private static readonly int[] ItalianOdd =
    [
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ];

    /// <summary>US Social Security number: no area 000, 666 or 9xx, no group 00, no serial 0000.</summary>
    internal static bool IsUsSsn(ReadOnlySpan<char> n) =>
        n[0] != '9' && n[..3] is not ("000" or "666") && n[3..5] is not "00" && n[5..] is not "0000" && !AreAllEqual(n);

    /// <summary>US Individual Taxpayer Identification Number: 9xx with a group of 50-65, 70-88, 90-92 or 94-99.</summary>
    internal static bool IsUsItin(ReadOnlySpan<char> n) =>
        n[0] == '9' && Number(n[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or (>= 94 and <= 99);

    /// <summary>UK National Insurance number: letters that are given out, and a suffix of A to D.</summary>
    internal static bool IsUkNino(ReadOnlySpan<char> n) =>
        !"DFIQUV".Contains(n[0]) && !"DFIOQUV".Contains(n[1]) && n[8] is >= 'A' and <= 'D'
        && n[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ");

    /// <summary>German Steuer-Identifikationsnummer: one digit of the first ten stands twice or thrice, the check digit fits.</summary>
    internal static bool IsGermanTaxId(ReadOnlySpan<char> n)
    {
        Span<int> counts = stackalloc int[10];
        foreach (char digit in n[..10])
        {
            counts[digit - '0']++;
        }

        int repeated = 10 - counts.Count(0) - counts.Count(1);
        return n[0] != '0' && repeated == 1 && counts.IndexOfAnyInRange(4, 10) < 0 && IsMod11And10(n);
    }

    /// <summary>Dutch burgerservicenummer: the eleven test.</summary>
    internal static bool IsDutchBsn(ReadOnlySpan<char> n) =>
        !AreAllEqual(n) && Weighted(n, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0;

    /// <summary>French numéro de sécurité sociale: sex, month, and a key of 97; Corsica's 2A and 2B count as 19 and 18.</summary>
    internal static bool IsFrenchNir(ReadOnlySpan<char> n)
    {
        bool isCorsican = n[5] == '2' && n[6] is 'A' or 'B';
        if (n[0] is not ('1' or '2') || n[..5].IndexOfAnyExceptInRange('0', '9') >= 0 || n[7..].IndexOfAnyExceptInRange('0', '9') >= 0
            || !(isCorsican || (char.IsAsciiDigit(n[5]) && char.IsAsciiDigit(n[6]))) || Number(n[3..5]) is 0 or (> 12 and < 20) or > 42)
        {
            return false;
        }

        ReadOnlySpan<char> department = isCorsican ? n[6] == 'A' ? "19" : "18" : n[5..7];
        int remainder = Mod97(n[7..13], Mod97(department, Mod97(n[..5])));
        return 97 - remainder == Number(n[13..]);
    }

    /// <summary>Italian codice fiscale: its form, letters for digits included (omocodia), and the check character.</summary>
    internal static bool IsItalianFiscalCode(ReadOnlySpan<char> n)
    {
        for (int i = 0; i < 16; i++)
        {
            bool isDigit = i is 6 or 7 or 9 or 10 or (>= 12 and <= 14);
            if (isDigit ? !char.IsAsciiDigit(n[i]) && !ItalianDigits.Contains(n[i]) : !char.IsAsciiLetterUpper(n[i]))
            {
                return false;
            }
        }

        int sum = 0;
        for (int i = 0; i < 15; i++)
        {
            int value = char.IsAsciiDigit(n[i]) ? n[i] - '0' : n[i] - 'A';
            sum += i % 2 == 1 ? value : ItalianOdd[char.IsAsciiDigit(n[i]) ? value : value + 10];
        }

        return ItalianMonths.Contains(n[8]) && n[15] == 'A' + (sum % 26);
    }

    /// <summary>Spanish DNI, and NIE with X, Y, Z for 0, 1, 2: the letter is the number modulo 23.</summary>
    internal static bool IsSpanishId(ReadOnlySpan<char> n)
    {
        int first = n[0] switch
        {
            'X' => 0,
            'Y' => 1,
            'Z' => 2,
            >= '0' and <= '9' => n[0] - '0',
            _ => -1,
        };
        return first >= 0 && n[1..8] is not "0000000" && SpanishLetters[((first * 10_000_000) + Number(n[1..8])) % 23] == n[8];
    }

    /// <summary>Polish PESEL: a date, its century in the month, and the check digit.</summary>
    internal static bool IsPolishPesel(ReadOnlySpan<char> n) =>
        Number(n[2..4]) % 20 is >= 1 and <= 12 && Number(n[4..6]) is >= 1 and <= 31
        && Weighted(n, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0;

    /// <summary>Swedish personnummer, with or without century: a date (the day plus 60 for a samordningsnummer) and Luhn's digit.</summary>
    internal static bool IsSwedishPersonalNumber(ReadOnlySpan<char> n)
    {
        if (n.Length == 12)
        {
            if (n[..2] is not ("18" or "19" or "20"))
            {
                return false;
            }

            n = n[2..];
        }

        int day = Number(n[4..6]);
        return Number(n[2..4]) is >= 1 and <= 12 && (day is >= 1 and <= 31 or >= 61 and <= 91) && IsLuhn(n);
    }

    /// <summary>Brazilian CPF: two check digits modulo 11.</summary>
    internal static bool IsBrazilianCpf(ReadOnlySpan<char> n) =>
        !AreAllEqual(n)
        && BrazilianDigit(Weighted(n, [10, 9, 8, 7, 6, 5, 4, 3, 2])) == n[9] - '0'
        && BrazilianDigit(Weighted(n, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])) == n[10] - '0';

    /// <summary>Brazilian CNPJ: two check digits modulo 11.</summary>
    internal static bool IsBrazilianCnpj(ReadOnlySpan<char> n) =>
        !AreAllEqual(n)
        && BrazilianDigit(Weighted(n, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])) == n[12] - '0'
        && BrazilianDigit(Weighted(n, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])) == n[13] - '0';

    /// <summary>Indian Aadhaar: begins with 2 to 9, Verhoeff's digit.</summary>
    internal static bool IsIndianAadhaar(ReadOnlySpan<char> n) => n[0] >= '2' && !AreAllEqual(n) && IsVerhoeff(n);

    /// <summary>Indian PAN: the fourth letter says what kind of holder.</summary>
    internal static bool IsIndianPan(ReadOnlySpan<char> n) => "ABCFGHJLPT".Contains(n[3]) && n[5..9] is not "0000";

    /// <summary>Canadian SIN: a region that is given out, Luhn's digit.</summary>
    internal static bool IsCanadianSin(ReadOnlySpan<char> n) => n[0] is not ('0' or '8') && !AreAllEqual(n) && IsLuhn(n);

    /// <summary>Australian tax file number: weighted sum modulo 11.</summary>
    internal static bool IsAustralianTfn(ReadOnlySpan<char> n) =>
        !AreAllEqual(n) && Weighted(n, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0;

    /// <summary>Australian Medicare card: begins with 2 to 6, weighted check digit in ninth place.</summary>
    internal static bool IsAustralianMedicare(ReadOnlySpan<char> n) =>
        n[0] is >= '2' and <= '6' && Weighted(n, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == n[8] - '0' && n[9] != '0';

    private static int BrazilianDigit(int sum) => sum % 11 < 2 ? 0 : 11 - (sum % 11);
}
