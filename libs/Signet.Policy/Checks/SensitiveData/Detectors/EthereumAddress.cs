using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds Ethereum addresses: <c>0x</c> and 40 hexadecimal digits, in the mixed case of EIP-55 or with a word that says so near.
/// </summary>
internal sealed class EthereumAddress(params string[] context) : Detector
{
    private const int Length = 42;

    internal override IEnumerable<int> WordLengths => [Length];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at + Length);
        ReadOnlySpan<char> digits = window.Text[(at + 2)..end];
        if (window[at] != '0' || window[at + 1] != 'x' || digits.IndexOfAnyExcept(Characters.Hex) >= 0 || CheckDigits.AreAllEqual(digits))
        {
            return Verdict.None;
        }

        bool isMixed = digits.IndexOfAnyInRange('a', 'f') >= 0 && digits.IndexOfAnyInRange('A', 'F') >= 0;
        return isMixed ? Keccak.IsChecksummed(digits) ? Verdict.Found : Verdict.None : Context.Find(window, start, end, context);
    }
}
