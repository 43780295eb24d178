using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Checks.SensitiveData.Validation;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Finds long random words that a sentence calls a secret shortly before. Hexadecimal ones are digests more often than keys, and JSON Web Tokens
/// have a rule of their own.
/// </summary>
internal sealed class RandomWord(double minEntropy, params string[] context) : Detector
{
    private const int MinLength = 20;
    private const int Near = 40;

    internal override IEnumerable<int> WordLengths => Enumerable.Range(MinLength, DetectorSet.MaxWord - MinLength + 1);

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        start = at;
        end = at + window.Text[at..].IndexOfAnyExcept(Characters.Word);
        end = end < at ? window.Text.Length : end;
        ReadOnlySpan<char> word = window.Text[start..end];
        bool isRandom = TokenForms.IsMixed(word) && Entropy.Of(word) >= minEntropy && word.IndexOfAnyExcept(Characters.Hex) >= 0;
        if (!isRandom || !Boundary.StartsAlone(window, start) || !Context.Precedes(window, start, Near, context))
        {
            return Verdict.None;
        }

        return JsonWebToken.Is(window, start, Characters.Word) switch
        {
            Verdict.None => Verdict.Found,
            Verdict.Found => Verdict.None,
            Verdict undecided => undecided,
        };
    }
}
