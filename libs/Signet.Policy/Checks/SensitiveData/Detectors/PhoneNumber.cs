using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Finds telephone numbers in international form (E.164): a plus, a code that is given out, 8 to 15 digits in groups.</summary>
internal sealed class PhoneNumber : Detector
{
    private const int MinDigits = 8;
    private const int MaxDigits = 15;

    // Codes of one and two digits; those of three begin with what is left of 2, 3, 4, 5, 6, 8, 9.
    private const string TwoDigits = " 20 27 28 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 "
        + "90 91 92 93 94 95 98 ";

    private const string ThreeDigits = " 21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99 ";

    internal override IEnumerable<int> WordLengths => Enumerable.Range(1, MaxDigits);

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        start = at - 1;
        end = at;
        if (window[start] != '+' || char.IsLetterOrDigit(window[start - 1]) || window[start - 1] is '+' or '=')
        {
            return Verdict.None;
        }

        Span<char> digits = stackalloc char[MaxDigits];
        int count = 0;
        for (int next = at; ; next++)
        {
            if (!window.CanSee(next))
            {
                return Verdict.Undecided;
            }

            char c = window[next];
            if (char.IsAsciiDigit(c))
            {
                if (count == MaxDigits)
                {
                    return Verdict.None;
                }

                digits[count++] = c;
                end = next + 1;
            }
            else if (next - end > 2 || c is not (' ' or '-' or '.' or '(' or ')'))
            {
                break;
            }
        }

        bool hasCode = count >= MinDigits && digits[0] != '0'
            && (digits[0] is '1' or '7' || IsCode(TwoDigits, digits) || IsCode(ThreeDigits, digits));
        bool isPlausible = hasCode && (digits[0] != '1' || (count == 11 && digits[1] >= '2' && digits[4] >= '2'));
        return isPlausible && !char.IsLetterOrDigit(window[end]) ? Verdict.Found : Verdict.None;
    }

    private static bool IsCode(string codes, ReadOnlySpan<char> digits) =>
        codes.AsSpan().IndexOf([' ', digits[0], digits[1], ' ']) >= 0;
}
