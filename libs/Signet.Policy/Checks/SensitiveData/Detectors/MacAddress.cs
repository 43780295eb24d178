using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds MAC addresses (EUI-48): six pairs of hexadecimal digits, all parted by colons or all by hyphens; not all the same pair.
/// </summary>
internal sealed class MacAddress : Detector
{
    private const int Length = 17;

    internal override string Marks => ":";

    internal override IEnumerable<int> WordLengths => [2];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        bool isColon = window[at] == ':';
        start = isColon ? at - 2 : at;
        char separator = isColon ? ':' : '-';
        for (int back = 0; back < 5 && !isColon && window[start - 1] == '-' && char.IsAsciiHexDigit(window[start - 2])
            && char.IsAsciiHexDigit(window[start - 3]); back++)
        {
            start -= 3;
        }

        end = start + Length;
        char before = window[start - 1];
        if (start < 0 || Characters.IsWord(before) || before is ':' or '-' or '.')
        {
            return Verdict.None;
        }

        for (int i = 0; i < Length; i++)
        {
            if (!window.CanSee(start + i))
            {
                return Verdict.Undecided;
            }

            char c = window[start + i];
            if (i % 3 == 2 ? c != separator : !char.IsAsciiHexDigit(c))
            {
                return Verdict.None;
            }
        }

        if (!window.CanSee(end + 1))
        {
            return Verdict.Undecided;
        }

        ReadOnlySpan<char> address = window.Text[start..end];
        bool isOnePair = address[3..].StartsWith(address[..2]) && address[3..].SequenceEqual(address[..^3]);
        bool goesOn = Characters.IsWord(window[end]) || (window[end] == separator && Characters.IsWord(window[end + 1]));
        return isOnePair || goesOn ? Verdict.None : Verdict.Found;
    }
}
