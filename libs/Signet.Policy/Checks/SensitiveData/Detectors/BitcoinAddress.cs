using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Finds Bitcoin addresses: base 58 with a double SHA-256 as check, and bech32 or bech32m behind <c>bc1</c>.</summary>
internal sealed class BitcoinAddress : Detector
{
    internal override IEnumerable<int> WordLengths => [.. Enumerable.Range(26, 10), 42, 62];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        int length = window.Text[at..].IndexOfAnyExcept(Characters.Word);
        (start, end) = (at, length < 0 ? window.Text.Length : at + length);
        ReadOnlySpan<char> word = window.Text[start..end];
        bool isAddress = word[0] is '1' or '3' ? Base58.IsAddress(word)
            : word.StartsWith("bc1", StringComparison.OrdinalIgnoreCase) && Bech32.IsAddress(word);
        return isAddress && Boundary.StartsAlone(window, start) ? Verdict.Found : Verdict.None;
    }
}
