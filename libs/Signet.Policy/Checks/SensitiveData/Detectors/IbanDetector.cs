using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Finds IBANs, in one word or in groups of four parted by single spaces or hyphens. The country says how long they are.</summary>
internal sealed class IbanDetector : Detector
{
    internal override IEnumerable<int> WordLengths => [4, .. Enumerable.Range(Iban.MinLength, Iban.MaxLength - Iban.MinLength + 1)];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        int length = Iban.LengthOf(char.ToUpperInvariant(window[at]), char.ToUpperInvariant(window[at + 1]));
        if (length == 0 || !char.IsAsciiDigit(window[at + 2]) || !char.IsAsciiDigit(window[at + 3]) || !Boundary.StartsAlone(window, at))
        {
            return Verdict.None;
        }

        Span<char> number = stackalloc char[Iban.MaxLength];
        char separator = window[at + 4] is ' ' or '-' ? window[at + 4] : '\0';
        for (int i = 0; i < length; i++)
        {
            if (i > 0 && i % 4 == 0 && separator != '\0')
            {
                if (window.CanSee(end) && window[end] != separator)
                {
                    return Verdict.None;
                }

                end++;
            }

            if (!window.CanSee(end))
            {
                return Verdict.Undecided;
            }

            if (!Characters.IsWord(window[end]))
            {
                return Verdict.None;
            }

            number[i] = char.ToUpperInvariant(window[end++]);
        }

        Verdict alone = Boundary.EndsAlone(window, end);
        return alone != Verdict.Found ? alone : Iban.IsNumber(number[..length]) ? Verdict.Found : Verdict.None;
    }
}
