using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Finds words of two capitals and small hexadecimal digits, as Twilio writes the ids of its keys and accounts.</summary>
internal sealed class HexWord(string[] prefixes, int length) : Detector
{
    internal override IEnumerable<int> WordLengths => [length + 2];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at + length + 2);
        ReadOnlySpan<char> word = window.Text[start..end];
        bool hasPrefix = false;
        foreach (string prefix in prefixes)
        {
            hasPrefix |= word.StartsWith(prefix, StringComparison.Ordinal);
        }

        ReadOnlySpan<char> digits = word[2..];
        return hasPrefix && digits.IndexOfAnyExcept(Characters.LowerHex) < 0 && Entropy.Of(digits) >= 3 && window[start - 1] is not ('_' or '-')
            ? Verdict.Found : Verdict.None;
    }
}
