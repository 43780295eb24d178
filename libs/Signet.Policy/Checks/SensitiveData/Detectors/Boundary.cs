using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Whether a number stands alone or is part of something longer, such as a version, a date, a price or an identifier.</summary>
internal static class Boundary
{
    internal static bool StartsAlone(in Window window, int start) => window[start - 1] switch
    {
        '-' or '.' or '/' or '_' or ',' => !Characters.IsWord(window[start - 2]),
        '$' or '\u20AC' or '\u00A3' or '\u00A5' or '%' => false,
        char before => !char.IsLetterOrDigit(before),
    };

    internal static Verdict EndsAlone(in Window window, int end)
    {
        if (!window.CanSee(end))
        {
            return Verdict.Undecided;
        }

        char behind = window[end];
        if (behind is not ('-' or '.' or ',' or '_'))
        {
            return char.IsLetterOrDigit(behind) || behind == '%' ? Verdict.None : Verdict.Found;
        }

        if (!window.CanSee(end + 1))
        {
            return Verdict.Undecided;
        }

        char next = window[end + 1];
        return behind is '.' or ',' ? (char.IsAsciiDigit(next) ? Verdict.None : Verdict.Found)
            : Characters.IsWord(next) ? Verdict.None : Verdict.Found;
    }
}
